/** Nothing here is for a browser's page: nothing is framed, sniffed, cached or told on. */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

export const ENCRYPTED_ONLY = { 'strict-transport-security': 'max-age=31536000' } as const;

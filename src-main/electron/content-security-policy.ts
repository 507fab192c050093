/**
 * What a page of ours may load: its own files and nothing else. Inline scripts and styles, `eval`, frames, plug-ins and other
 * origins are refused by the engine itself, so that text of a customer that ever became markup could not do anything.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

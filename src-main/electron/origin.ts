/** The scheme, host and pages of our own windows. Nothing else may be shown in them or speak to the workstation. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'zuoxi';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

export type WindowKind = 'desk' | 'panel';

export function pageOf(kind: WindowKind): string {
  return kind === 'desk' ? `${APP_ORIGIN}/index.html` : `${APP_ORIGIN}/index.html?window=panel`;
}

/** Whether `url` is the page of one of our windows, at any of its views: what follows the `#` is the page's own matter. */
export function isOwnPage(url: string): boolean {
  const page = url.split('#', 1)[0];
  return page === pageOf('desk') || page === pageOf('panel');
}

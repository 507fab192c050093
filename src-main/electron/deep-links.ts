import { z } from 'zod';

export const LINK_SCHEME = 'zuoxi';
const MAX_LINK = 200;

/** The views that a link may open. It opens and never acts: nothing in a link is ever taken as a command or as text. */
const VIEWS = ['desk', 'cases', 'callbacks', 'settings'] as const;

/** The place in the desk that a link names (`#/callbacks`), or `null`: any program and any web page can make a link. */
export function viewOfLink(link: string): string | null {
  if (link.length > MAX_LINK) return null;
  const parsed = URL.parse(link);
  if (parsed?.protocol !== `${LINK_SCHEME}:`) return null;
  const bare = [parsed.username, parsed.password, parsed.port, parsed.search, parsed.hash].every((part) => part === '');
  if (!bare) return null;
  const view = VIEWS.find((each) => each === parsed.hostname);
  if (view === undefined) return null;
  const path = parsed.pathname.replace(/\/$/, '');
  if (path === '') return `#/${view}`;
  const id = z.uuid().safeParse(path.slice(1));
  return view === 'cases' && id.success ? `#/cases/${id.data.toLowerCase()}` : null;
}

/** The place named by the first link among the arguments of a start. */
export function viewOfArguments(args: readonly string[]): string | null {
  const link = args.find((arg) => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`));
  return link === undefined ? null : viewOfLink(link);
}

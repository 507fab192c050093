import type { Group } from '../../base/group.ts';

/**
 * The one place that says which items of a pack are kept for later: no desk does anything by them, so they carry out no rule. What is
 * counted for teams (R-QA-2), and criteria that only a supervisor can judge: the log does not tell them.
 */
export function isUnread(path: readonly string[], item: Group): boolean {
  const [section, list] = path;
  if (section !== 'quality') return false;
  return list === 'measures' || item.check === undefined;
}

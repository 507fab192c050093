import type { WordingPolicy } from '#shared/domain/wording/policy.ts';
import { zhPack } from './desk.ts';

/** The words of the default pack. */
export function defaultWording(): WordingPolicy {
  const { wording } = zhPack().pack;
  if (wording === undefined) throw new Error('the default pack has no wording');
  return wording;
}

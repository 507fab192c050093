import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { wordingPolicySchema, type WordingPolicy } from '../../src-shared/domain/wording/policy.ts';
import { root } from '../door/root.mjs';

/** The wording policy of the default pack, from its own file. */
export function readWordingPolicy(): WordingPolicy {
  const file = join(root, 'resources', 'packs', 'zh-CN', 'wording.yaml');
  return wordingPolicySchema.parse(parse(readFileSync(file, 'utf8'), { maxAliasCount: 0, uniqueKeys: true }));
}

import { join } from 'node:path';
import { loadPack } from '#core/scripts/load-pack.ts';
import { isStoredPackItself, packsBegunWith } from '#core/scripts/pack-shelf.ts';
import type { Check } from '../check.ts';
import { fine, problem } from '../finding.ts';

/** 12: the script pack is valid, and each one that a contact was begun with here is still there and is still itself. */
export const scriptPack: Check = {
  id: 'script-pack',
  run: ({ program, log }) => {
    const loaded = loadPack(join(program, 'resources', 'packs', 'zh-CN'));
    if (!loaded.ok) return problem('invalid', { count: loaded.error.length, first: loaded.error[0]?.path ?? '' });
    const hash = loaded.value.hash.slice(0, 12);
    if (log.kind !== 'open') return fine('valid', { hash });

    const { database } = log;
    const stored = database.prepare<[], string>('SELECT hash FROM pack').pluck().all();
    const lost = packsBegunWith(database).filter((each) => !stored.includes(each)).length;
    if (lost > 0) return problem('lost', { count: lost });
    const altered = stored.filter((each) => !isStoredPackItself(database, each)).length;
    return altered > 0 ? problem('altered', { count: altered }) : fine('stored', { hash, count: stored.length });
  },
};

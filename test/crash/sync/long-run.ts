import type { PostgresServer } from '#kit/service/postgres.ts';
import type { Fault } from '#kit/fault-link.ts';
import { chapter, type ChapterOptions } from './chapter.ts';
import type { Moment } from './moments.ts';

export interface RunReport {
  readonly cycles: number;
  readonly chapters: number;
  readonly moments: Readonly<Partial<Record<Moment, number>>>;
  readonly spoilt: Readonly<Partial<Record<Fault, number>>>;
  readonly acknowledged: number;
  /** Rows that were compared, on each desk and the service. */
  readonly rows: number;
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  readonly faults: readonly string[];
}

export interface RunOptions {
  readonly cycles: number;
  readonly seed: number;
  /** So many fall between two reckonings; each chapter has new desks, so that first syncs are struck again and again. */
  readonly blows?: number;
  readonly postgres?: PostgresServer | null;
  readonly planted?: ChapterOptions['planted'];
  readonly tell?: (text: string) => void;
}

/** A network that only breaks, and networks that spoil some of the requests. */
const NETWORKS = [0, 0.05, 0.25];

export async function strikeAgainAndAgain(options: RunOptions): Promise<RunReport> {
  const { cycles, seed, blows: most = 20, postgres = null, planted = {}, tell = () => undefined } = options;
  const [moments, spoilt] = [new Map<Moment, number>(), new Map<Fault, number>()];
  const faults: string[] = [];
  let [acknowledged, rows, chapters] = [0, 0, 0];
  for (let left = cycles; left > 0; left -= most) {
    const blows = Math.min(most, left);
    const own = seed * 1_000 + chapters;
    const report = await chapter({
      blows,
      seed: own,
      spoilt: NETWORKS[chapters % NETWORKS.length]!,
      postgres,
      planted,
    });
    chapters += 1;
    acknowledged += report.acknowledged;
    rows += report.rows;
    addTo(moments, report.moments);
    addTo(spoilt, report.spoilt);
    faults.push(...report.faults.map((fault) => `chapter ${own}: ${fault}`));
    tell(`${cycles - left + blows}: ${acknowledged} acknowledged, ${rows} rows alike, ${faults.length} faults`);
    for (const fault of report.faults) tell(`  ${fault}`);
  }
  const count = (word: RegExp): number => faults.filter((fault) => word.test(fault)).length;
  return {
    ...{ cycles, chapters, acknowledged, rows, faults },
    moments: Object.fromEntries(moments),
    spoilt: Object.fromEntries(spoilt),
    lost: count(/\blost\b|nowhere/u),
    doubled: count(/\bdoubled\b/u),
    stuck: count(/\bstuck\b/u),
  };
}

function addTo<Key>(sums: Map<Key, number>, more: ReadonlyMap<Key, number>): void {
  for (const [key, count] of more) if (count > 0) sums.set(key, (sums.get(key) ?? 0) + count);
}

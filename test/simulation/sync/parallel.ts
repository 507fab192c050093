import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BREAKS } from './breaks.ts';
import type { Range, Tally } from './seeds.ts';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Runs seeds in a process of its own. */
export function runApart(range: Range & { readonly broken?: string }): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [worker, JSON.stringify(range)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    const complained: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => said.push(part));
    child.stderr.on('data', (part: Buffer) => complained.push(part));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(said).toString()) as Tally);
      else reject(new Error(Buffer.concat(complained).toString()));
    });
  });
}

/** Shares a range among processes. */
export async function runShared(range: Range, processes: number): Promise<Tally> {
  const share = Math.ceil(range.count / processes);
  const starts = Array.from({ length: processes }, (_, at) => at * share).filter((at) => at < range.count);
  const parts = starts.map((at) =>
    runApart({ ...range, from: range.from + at, count: Math.min(share, range.count - at) }),
  );
  return (await Promise.all(parts)).reduce(added);
}

function added(a: Tally, b: Tally): Tally {
  const faults: Record<string, number> = { ...a.faults };
  for (const [kind, count] of Object.entries(b.faults)) faults[kind] = (faults[kind] ?? 0) + count;
  return {
    seeds: a.seeds + b.seeds,
    steps: a.steps + b.steps,
    exchanges: a.exchanges + b.exchanges,
    cpuMs: a.cpuMs + b.cpuMs,
    faults,
    violations: [...a.violations, ...b.violations],
  };
}

export interface Caught {
  readonly name: string;
  /** After how many seeds, and by which rule; `null` when it went unnoticed. */
  readonly by: { readonly seeds: number; readonly said: string } | null;
}

/** Breaks one rule after the other, each in a process of its own, so many at a time. */
export async function tryBreaks(
  seeds: number,
  processes: number,
  tell: (caught: Caught) => void,
  breaks = BREAKS,
): Promise<void> {
  const waiting = [...breaks];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const range = { from: 1, count: seeds, desks: 4, steps: 300, first: true };
      const tally = await runApart({ ...range, broken: next.name });
      const violation = tally.violations[0];
      tell({ name: next.name, by: violation === undefined ? null : { seeds: tally.seeds, said: violation.said } });
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
}

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceProcess } from '#kit/service/service-process.ts';
import type { Figure } from '../figure.ts';
import { median, percentile } from '../statistics.ts';
import { Side } from '../sync/side.ts';
import { Crowd } from './crowd.ts';
import type { Member } from './members.ts';
import { BRANCH, CASES } from './real-desk.ts';

const WARM_UP = 5;
/** So that one commit does not wait for what the one before still does. */
const REST_MS = 50;

/**
 * From the commit of an edit on a real desk, durable there, to the last of those who listen to its branch: the push, the merge and
 * the commit of the service are in it. Beside it the same crowd once more at a bare program that writes the same bytes to as many sockets.
 */
export async function measureTelling(
  service: ServiceProcess,
  crowd: Crowd,
  members: readonly Member[],
  desk: Side,
  edits: number,
): Promise<Figure> {
  const bare = new Side(join(import.meta.dirname, 'bare-live.ts'));
  const beside = new Crowd(2);
  try {
    await crowd.open(await service.address(), members);
    await crowd.tokens();
    await crowd.connect();
    await beside.open(await bare.ask<string>('open', { branch: BRANCH }), members);
    await beside.connect();
    const samples = { last: [] as number[], half: [] as number[], floor: [] as number[], cpu: [] as number[] };
    for (let n = -WARM_UP; n < edits; n += 1) {
      const text = `第 ${String(n)} 次补充`;
      const before = await service.reading();
      const at = await heardBy(crowd, text, () => desk.ask('edit', { n: Math.abs(n) % CASES, text }));
      const after = await service.reading();
      await pause(REST_MS);
      const floor = await heardBy(beside, text, () => bare.ask('tell', { text }));
      await pause(REST_MS);
      if (n < 0) continue;
      samples.last.push(at.last);
      samples.half.push(at.half);
      samples.floor.push(floor.last);
      samples.cpu.push(after.cpu - before.cpu);
    }
    return figureOf(samples, members.length, await crowd.gaps());
  } finally {
    await bare.stop();
    await beside.stop();
  }
}

/** `begin` answers with when it began, in ns; this with how long it then took to half of them and to the last, in ms. */
async function heardBy(
  crowd: Crowd,
  text: string,
  begin: () => Promise<string>,
): Promise<{ readonly half: number; readonly last: number }> {
  await crowd.expect(text);
  const began = BigInt(await begin());
  const { half, last } = await crowd.whenHeard();
  return { half: Number(half - began) / 1e6, last: Number(last - began) / 1e6 };
}

function figureOf(
  { last, half, floor, cpu }: Readonly<Record<'last' | 'half' | 'floor' | 'cpu', readonly number[]>>,
  desks: number,
  gaps: number,
): Figure {
  const ours = percentile(last, 0.95);
  return {
    ...{ name: 'live-desks.told.p95', ours, peer: null, floor: percentile(floor, 0.95), unit: 'ms', n: last.length },
    goal: { text: 'the last within 250 ms', met: ours <= 250 && gaps === 0 },
    more: {
      ...{ desks, gaps, median: median(last), medianFloor: median(floor), slowest: Math.max(...last) },
      ...{ half: median(half), serviceCpu: median(cpu) },
    },
  };
}

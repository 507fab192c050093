import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceProcess } from '#kit/service/service-process.ts';
import type { Figure } from '../figure.ts';
import type { Crowd } from './crowd.ts';
import type { Member } from './members.ts';

const KB = 1_024;

/** What it costs a service that desks come, are there, and go. */
export async function measureListening(
  service: ServiceProcess,
  crowd: Crowd,
  members: readonly Member[],
  idleMs: number,
  tell: (figure: Figure) => void,
): Promise<void> {
  const n = members.length;
  const each = (bytes: number): number => bytes / KB / n;
  const alone = { peer: null, floor: null, n, goal: null };
  await crowd.open(await service.address(), members);

  const atFirst = await service.reading();
  const tokens = await crowd.tokens();
  const before = await service.reading(true);
  tell({
    ...{ name: 'live-desks.tokens', ours: tokens, unit: 'ms', ...alone },
    more: { serviceCpu: before.cpu - atFirst.cpu, longestTurn: before.longestTurn },
  });

  const connected = await crowd.connect();
  const after = await service.reading();
  tell({
    ...{ name: 'live-desks.connect', ours: connected, unit: 'ms', ...alone },
    more: { serviceCpu: after.cpu - before.cpu, longestTurn: after.longestTurn },
  });

  const tidy = await service.reading(true);
  const from = performance.now();
  const rss = each(tidy.rss - before.rss);
  tell({
    ...{ name: 'live-desks.memory', ours: rss, unit: 'KB', ...alone },
    goal: { text: '≤ 20 KB each', met: rss <= 20 },
    more: {
      ...{ heap: each(tidy.heap - before.heap), nursery: each(tidy.nursery - before.nursery) },
      ...{ external: each(tidy.external - before.external), allMB: tidy.rss / KB / KB },
    },
  });

  await pause(idleMs);
  const idle = await service.reading();
  const busy = ((idle.cpu - tidy.cpu) / (performance.now() - from)) * 100;
  tell({
    ...{ name: 'live-desks.idle', ours: busy, unit: '% of a core', ...alone },
    more: { longestTurn: idle.longestTurn },
  });

  const left = performance.now();
  await crowd.leave();
  while ((await service.metric('zuoxi_live_desks')) > 0) await pause(5);
  const took = performance.now() - left;
  const empty = await service.reading(true);
  tell({
    ...{ name: 'live-desks.leave', ours: took, unit: 'ms', ...alone },
    more: {
      serviceCpu: empty.cpu - idle.cpu,
      longestTurn: empty.longestTurn,
      heapLeft: each(empty.heap - before.heap),
    },
  });
}

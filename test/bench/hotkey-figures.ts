import type { Figure } from './figure.ts';
import type { Seen, Watch } from './probe-page.ts';
import { percentile } from './statistics.ts';

const FRAME_MS = 1_000 / 60;

export type Seens = Readonly<Record<Watch, readonly Seen[]>>;

/**
 * What counts is the frame that shows the change: which one it is after the event, and how long its making takes. The time on the
 * wall is told beside it: most of it is the wait for that frame, which no program can shorten, as the floor shows.
 */
export function figuresOf(seen: Seens): readonly Figure[] {
  const at = (kind: Watch, p: number, of: (one: Seen) => number): number => percentile(seen[kind].map(of), p);
  const frames = (kind: Watch, most: number): Figure => {
    const ours = at(kind, 0.95, frameOf);
    return {
      ...{ name: `hotkey.${kind}.frames`, ours, peer: null, floor: at('nothing', 0.95, frameOf), unit: 'frame' },
      ...{ n: seen[kind].length, goal: { text: `p95 ≤ ${String(most)}`, met: ours <= most } },
      more: {
        p50: at(kind, 0.5, frameOf),
        shareInFirst: seen[kind].filter((one) => frameOf(one) === 1).length / seen[kind].length,
      },
    };
  };
  const wall = (kind: Watch, peer: Watch | null): Figure => ({
    ...{
      name: `hotkey.${kind}.painted`,
      ours: at(kind, 0.95, painted),
      floor: at('nothing', 0.95, painted),
      unit: 'ms',
    },
    ...{ peer: peer === null ? null : at(peer, 0.95, painted), n: seen[kind].length, goal: null },
    more: {
      p50: at(kind, 0.5, painted),
      overFloorP50: at(kind, 0.5, painted) - at('nothing', 0.5, painted),
      nextFrameP95: at(kind, 0.95, ({ nextFrame }) => nextFrame),
    },
  });
  const making = at('panel', 0.95, inFrame);
  const [showing, mounting] = [at('panel', 0.5, painted), at('scripts', 0.5, painted)];
  return [
    frames('panel', 1),
    {
      ...{ name: 'hotkey.panel.frame-made', ours: making, peer: at('scripts', 0.95, inFrame), unit: 'ms' },
      ...{ floor: at('nothing', 0.95, inFrame), n: seen.panel.length },
      ...{
        goal: { text: 'p95 ≤ one frame (16.7 ms)', met: making <= FRAME_MS },
        more: { p50: at('panel', 0.5, inFrame) },
      },
    },
    {
      ...{ name: 'hotkey.panel-against-mounting', ours: showing, peer: mounting, floor: at('nothing', 0.5, painted) },
      ...{ unit: 'ms', n: seen.panel.length },
      goal: { text: '≤ 1/6 of mounting 500 lines', met: showing <= mounting / 6 },
    },
    wall('panel', 'scripts'),
    frames('stage', 2),
    wall('stage', null),
    frames('line', 2),
    wall('line', null),
    wall('nothing', null),
  ];
}

const painted = (one: Seen): number => one.painted;
const inFrame = (one: Seen): number => one.inFrame;
/** 1 is the first frame that begins after the event. */
const frameOf = (one: Seen): number => one.framesBefore + 1;

import { setTimeout as rest } from 'node:timers/promises';
import type { Passage } from '#kit/fault-link.ts';
import type { Random } from '#kit/random.ts';
import type { Seat } from './seat.ts';

/** Where a blow falls, and into what. */
export const MOMENTS = [
  'desk at work',
  'desk in a push',
  'desk in a pull',
  'desk in its first sync',
  'desk in its start',
  'service at work',
  'service in a push',
  'service after its commit',
  'desk frozen',
  'service frozen',
  'connections of the database',
] as const;
export type Moment = (typeof MOMENTS)[number];

/** Without traffic the blow falls anyhow: a desk in a long back-off says nothing. */
const PATIENCE = 1_500;

/** Waits until something goes by between a desk and its service. */
export async function passage(seat: Seat, wanted: (seen: Passage) => boolean): Promise<void> {
  const seen = new Promise<void>((resolve) => {
    seat.proxy.onPassage = (each) => {
      if (wanted(each)) resolve();
    };
  });
  await Promise.race([seen, rest(PATIENCE, undefined, { ref: false })]);
  seat.proxy.onPassage = () => undefined;
}

/** Waits for the moment of a blow; which of the many instructions it hits then is left to chance. */
export async function momentOf(moment: Moment, seat: Seat, random: Random): Promise<void> {
  switch (moment) {
    case 'desk in a push':
    case 'service in a push':
      await passage(seat, ({ what, route }) => what === 'request' && route === 'POST /sync');
      return rest(random.between(0, 6));
    case 'desk in a pull':
    case 'service after its commit':
      await passage(seat, ({ what, route }) => what === 'reply' && route === 'POST /sync');
      return rest(random.between(0, 4));
    case 'desk in its first sync':
      if (seat.enrolled) return rest(random.between(0, 80));
      await passage(
        seat,
        ({ what, route }) => what === 'request' && (route === 'POST /enrol' || route === 'POST /sync'),
      );
      return rest(random.between(0, 40));
    case 'desk in its start':
      return rest(random.between(0, 700));
    default:
      return rest(random.between(0, 120));
  }
}

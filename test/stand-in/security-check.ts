import type { StandIn } from './driver.ts';

/** What a page of ours must never be able to do. Each check fails on a build in which it can. */
export interface SecurityCheck {
  readonly name: string;
  run(standIn: StandIn, out: string): Promise<void>;
}

/** A place that none of our pages may ever reach. */
export const ELSEWHERE = 'https://elsewhere.example/';

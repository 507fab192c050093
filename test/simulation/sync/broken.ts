/** One rule of the engine, broken by replacing a piece of its source. The simulator must notice every one. */
export interface Break {
  readonly name: string;
  readonly changes: readonly Change[];
}

interface Change {
  readonly file: string;
  /** Is there exactly once. */
  readonly found: string;
  readonly instead: string;
}

export const ENGINE = 'src-shared/domain/sync';
export const HERE = 'test/simulation/sync';

/** Where a rule is kept in two places, both have to be broken: `file` may be given with a pair too. */
export function broken(name: string, file: string, ...changes: readonly (readonly [string, string, string?])[]): Break {
  return { name, changes: changes.map(([found, instead, other]) => ({ file: other ?? file, found, instead })) };
}

export const service = `${ENGINE}/service/exchange.ts`;
export const push = `${ENGINE}/service/push.ts`;
export const merge = `${ENGINE}/merge.ts`;
export const testimony = `${ENGINE}/testimony.ts`;
export const revoked = `${ENGINE}/service/revoked.ts`;
export const carried = `${ENGINE}/service/carried.ts`;
export const prepare = `${ENGINE}/desk/prepare.ts`;
export const absorb = `${ENGINE}/desk/absorb.ts`;
export const pending = `${ENGINE}/desk/pending.ts`;
export const place = `${ENGINE}/desk/place.ts`;
export const heard = `${ENGINE}/desk/absorb-live.ts`;
export const restored = `${ENGINE}/desk/restored.ts`;
export const handOver = `${ENGINE}/desk/hand-over.ts`;

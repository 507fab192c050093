import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** The only place of the service where chance is read. */
export interface Randomness {
  bytes(count: number): Uint8Array;
  uuid(): string;
}

export const systemRandomness: Randomness = { bytes: (count) => randomBytes(count), uuid: () => v7() };

/** Spreads retries in time; nothing secret is made of it. */
export const systemRandom = (): number => Math.random();

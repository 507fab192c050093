// @ts-check
/**
 * The other end of `Side`: answers what the process that measures asks. What a method is asked is what its own `Side` sends.
 * @param {Readonly<Record<string, (wish: never) => unknown>>} methods
 */
export function answer(methods) {
  /** @type {Readonly<Record<string, (wish: never) => unknown>>} */
  const all = { ...methods, cpu: () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 };
  process.on('message', async (/** @type {{ id: number, method: string, wish: never }} */ { id, method, wish }) => {
    try {
      process.send?.({ id, value: (await all[method]?.(wish)) ?? null });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

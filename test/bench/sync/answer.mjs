// @ts-check
/**
 * The other end of `Side`: answers what the process that measures asks.
 * @param {Readonly<Record<string, (wish: any) => unknown>>} methods
 */
export function answer(methods) {
  /** @type {Readonly<Record<string, (wish: any) => unknown>>} */
  const all = { ...methods, cpu: () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 };
  process.on('message', async (/** @type {{ id: number, method: string, wish: unknown }} */ { id, method, wish }) => {
    try {
      process.send?.({ id, value: (await all[method]?.(wish)) ?? null });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

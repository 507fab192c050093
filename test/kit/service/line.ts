import type { Transport } from '#core/sync/transport.ts';
import { noTransport } from '../no-service.ts';

/** The line of one desk to the service, which can be cut. */
export interface Line extends Transport {
  cut: boolean;
}

export function lineTo(transport: Transport): Line {
  const line = { ...transport, cut: false };
  for (const name of Object.keys(transport) as (keyof Transport)[]) {
    const ask = (...wish: readonly unknown[]): unknown => {
      const way = (line.cut ? noTransport : transport)[name] as (...args: readonly unknown[]) => unknown;
      return way(...wish);
    };
    Object.assign(line, { [name]: ask });
  }
  return line;
}

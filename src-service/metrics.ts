import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from './storage/database.ts';

/** What is counted, for Prometheus. Labels are names of our own: never an address, a device or a person. */
export class Metrics {
  readonly #registry = new Registry();
  readonly requests = new Histogram({
    name: 'zuoxi_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route', 'status'] as const,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.#registry],
  });
  readonly exchanges = new Counter({
    name: 'zuoxi_exchanges_total',
    help: 'Exchanges with desks, by what came of them',
    labelNames: ['outcome'] as const,
    registers: [this.#registry],
  });
  readonly ops = new Counter({ name: 'zuoxi_ops_total', help: 'Ops that desks sent', registers: [this.#registry] });
  readonly entries = new Counter({
    name: 'zuoxi_entries_total',
    help: 'Entries that desks pulled',
    registers: [this.#registry],
  });

  constructor(live: () => number, database: Database) {
    new Gauge({
      name: 'zuoxi_quarantined_ops',
      help: 'Ops that were put aside and wait for a supervisor',
      registers: [this.#registry],
      async collect() {
        // Without its database it is not known; all else can still be told.
        const rows = await database.all('SELECT count(*) AS n FROM quarantine').catch(() => []);
        this.set(Number(rows[0]?.n));
      },
    });
    new Gauge({
      name: 'zuoxi_live_desks',
      help: 'Desks that are connected for live commits',
      registers: [this.#registry],
      collect() {
        this.set(live());
      },
    });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}

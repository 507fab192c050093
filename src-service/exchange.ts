import { hash } from 'node:crypto';
import { LIMITS } from '#shared/contract/sync.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { DeskPolicy, ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { serveExchange } from '#shared/domain/sync/service/exchange.ts';
import type { Config } from './config.ts';
import { beginEpoch, saysRestored } from './epochs.ts';
import type { Metrics } from './metrics.ts';
import type { ServiceParts } from './parts.ts';

const sha256 = (text: string): string => hash('sha256', text);

/** What an exchange works with, wherever it came from; a command of the administrator counts nothing. */
export interface ExchangeParts extends Pick<ServiceParts, 'database' | 'clock' | 'random' | 'log'> {
  readonly config: Pick<Config, 'offlineLeaseDays'> & Pick<DeskPolicy, 'packKeys'>;
  readonly metrics: Metrics | null;
}

/** One exchange with a desk that has shown who it is. */
export async function exchange(parts: ExchangeParts, asked: ExchangeRequest): Promise<ExchangeReply> {
  await noticeRestore(parts, asked);
  const { database, clock, metrics, config } = parts;
  const rules = { store: database, entities, sha256, now: () => clock.wall(), pullLimit: LIMITS.rows };
  const replied = await serveExchange(rules, asked);
  metrics?.exchanges.inc({ outcome: replied.kind === 'refused' ? replied.reason : replied.kind });
  if (replied.kind !== 'exchanged') return replied;
  metrics?.ops.inc(asked.push?.ops.length ?? 0);
  metrics?.entries.inc(replied.pulls.reduce((sum, { entries }) => sum + entries.length, 0));
  const { offlineLeaseDays, packKeys } = config;
  return { ...replied, policy: { offlineLeaseDays, packKeys } };
}

/** A backup was put back and nobody said so: the first desk that has seen more tells. */
async function noticeRestore({ database, clock, random, log }: ExchangeParts, asked: ExchangeRequest): Promise<void> {
  const device = await database.device(asked.device);
  const epoch = (await database.epochs()).at(-1)?.id;
  if (device === null || device.revoked || epoch === undefined || asked.epoch !== epoch) return;
  const heads = await database.heads(Object.keys(asked.cursors));
  if (!saysRestored(asked, { epoch, heads, lastSeq: device.lastSeq })) return;
  const began = await beginEpoch({ database, random, now: () => clock.wall() }, epoch);
  if (began)
    log.warn({ device: device.id }, 'a desk has seen more than there is: a backup was restored, a new epoch begins');
}

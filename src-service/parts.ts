import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Keys } from './http/access.ts';
import type { Gate } from './http/gate.ts';
import type { Secrets } from './identity/secrets.ts';
import type { Images } from './images/images.ts';
import type { LiveHub } from './live/hub.ts';
import type { Metrics } from './metrics.ts';
import type { PresenceBoard } from './presence/board.ts';
import type { Randomness } from './randomness.ts';
import type { Database } from './storage/database.ts';
import type { ServiceClock } from './system-clock.ts';

/** What the routes of one service work with. */
export interface ServiceParts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: ServiceClock;
  readonly random: Randomness;
  readonly secrets: Secrets;
  readonly keys: Keys;
  readonly live: LiveHub;
  readonly images: Images;
  readonly presence: PresenceBoard;
  readonly metrics: Metrics;
  readonly gate: Gate;
  readonly log: Logger;
}

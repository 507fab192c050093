import { readFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout as rest } from 'node:timers/promises';
import type { Clock } from '#shared/base/clock.ts';
import { openDatabase } from '#core/database/open.ts';
import type { Host } from '#core/host.ts';
import type { Log } from '#core/log.ts';
import type { LoadedPack } from '#core/scripts/load-pack.ts';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { loadEnrolled, saveEnrolled } from '#core/sync/status.ts';
import { systemClock } from '#core/system-clock.ts';
import { systemRandom } from '#core/system-randomness.ts';
import type { Wire } from '#core/wire/wire.ts';
import { createWorkstation } from '#core/workstation.ts';
import { standingOf } from './standing.ts';

/** How a desk is started; it comes as JSON in the first argument. */
export interface DeskOptions {
  readonly folder: string;
  /** Hex. */
  readonly key: string;
  /** A pack that was loaded before, as JSON: reading YAML takes longer than all the rest of a start. */
  readonly packFile: string;
  readonly resources: string;
  /** Waiting is so many times shorter; the wall clock is the machine's. */
  readonly hurry: number;
  /** A fault that is put in on purpose, to see it noticed. */
  readonly planted: 'acknowledges-early' | null;
}

/** The whole workstation on its real database and the real way to a service, without window, lock and key store. */
const options = JSON.parse(process.argv[2] ?? '') as DeskOptions;
const opened = openDatabase(options.folder, Buffer.from(options.key, 'hex'));
if (!opened.ok) throw new Error(`the database does not open: ${JSON.stringify(opened.error)}`);
const database = opened.value;
const clock: Clock = {
  ...systemClock,
  after: (delay, run) => systemClock.after(Math.ceil(delay / options.hurry), run),
};
const host: Host = {
  capabilities: { kind: 'loopback', systemKeys: false, insert: false, panelWindow: false, fileDialogs: false },
  files: null,
  bindSystemKeys: () => [],
  revealDesk: () => undefined,
  showPanel: () => undefined,
  panelShown: () => false,
  writeClipboard: () => Promise.resolve(false),
  notify: () => undefined,
  badge: () => undefined,
  onResume: () => ({ dispose: () => undefined }),
};
/** Why the last exchange failed, for one who finds the desk stuck. */
let trouble: string | null = null;

class Watched extends HttpTransport {
  override async exchange(...wish: Parameters<HttpTransport['exchange']>): ReturnType<HttpTransport['exchange']> {
    const answer = await super.exchange(...wish);
    trouble = answer.ok ? null : answer.error.code;
    return answer;
  }
}

/** Takes its ops for acknowledged when it sends them, not when the service has said so. */
class AcknowledgingEarly extends Watched {
  override async exchange(
    ...[enrolled, request]: Parameters<HttpTransport['exchange']>
  ): ReturnType<HttpTransport['exchange']> {
    const stored = loadEnrolled(database);
    const sent = request.push?.ops.at(-1)?.seq;
    if (stored !== null && sent !== undefined) {
      saveEnrolled(database, { ...stored, status: { ...stored.status, acknowledged: sent } });
    }
    // Long enough to be struck in it.
    await rest(200);
    return super.exchange(enrolled, request);
  }
}

const log: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (...facts: readonly unknown[]) => (trouble = JSON.stringify(facts)),
};
const workstation = createWorkstation({
  ...{ host, database, clock, log, timeZone: 'Asia/Shanghai', resources: options.resources },
  pack: JSON.parse(readFileSync(options.packFile, 'utf8')) as LoadedPack,
  transport: new (options.planted === 'acknowledges-early' ? AcknowledgingEarly : Watched)(clock),
  random: systemRandom,
});
const wire: Wire = {
  post: (data) => process.send?.({ wire: data }),
  on: (listener) => {
    const heard = (message: { readonly wire?: unknown }): void => {
      if (message.wire !== undefined) listener(message.wire);
    };
    process.on('message', heard);
    return () => process.off('message', heard);
  },
};
workstation.connect(wire, 'desk');
process.on('message', (message: { readonly standing?: true }) => {
  if (message.standing) process.send?.({ standing: { ...standingOf(database), trouble } });
});
// Whoever started this desk is gone: nobody would ever stop it.
process.on('disconnect', () => process.exit());
workstation.start();
flushCompileCache();

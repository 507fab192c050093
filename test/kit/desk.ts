import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '#shared/base/result.ts';
import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import type { ContactView, DeskState } from '#shared/contract/views.ts';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { silentLog } from '#core/log.ts';
import { loadPack, type LoadedPack } from '#core/scripts/load-pack.ts';
import type { Transport } from '#core/sync/transport.ts';
import { createWorkstation, type Workstation } from '#core/workstation.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeHost } from './fake-host.ts';
import { noTransport } from './no-service.ts';
import { wirePair } from './wire-pair.ts';
import { WireClient } from './wire-client.ts';

export const RESOURCES = join(import.meta.dirname, '..', '..', 'resources');
export const TEST_KEY = new Uint8Array(32).fill(7);
const TIME_ZONE = 'Asia/Shanghai';

/** A folder that is removed when the returned function is called. */
export function temporaryFolder(name = 'desk'): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `zuoxi-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function value<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
}

let defaultPack: LoadedPack | null = null;
export function zhPack(): LoadedPack {
  defaultPack ??= value(loadPack(process.env.ZUOXI_BUILT_PACK ?? join(RESOURCES, 'packs', 'zh-CN')));
  return defaultPack;
}

/** A whole workstation on a real encrypted database in a folder of its own, with time and host in the test's hand. */
export class TestDesk {
  readonly clock: FakeClock;
  readonly host = new FakeHost();
  folder = temporaryFolder();
  readonly pack: LoadedPack;
  readonly transport: Transport;
  database: Sqlite;
  workstation: Workstation;
  client: WireClient;

  constructor(options: { clock?: FakeClock; pack?: LoadedPack; transport?: Transport; copyOf?: string } = {}) {
    this.transport = options.transport ?? noTransport;
    this.clock = options.clock ?? new FakeClock();
    this.pack = options.pack ?? zhPack();
    if (options.copyOf !== undefined) cpSync(options.copyOf, this.folder.path, { recursive: true });
    this.database = value(openDatabase(this.folder.path, TEST_KEY));
    this.workstation = this.#create();
    this.client = this.#connect();
    this.workstation.start();
  }

  /** The desk is quit and started again on the same folder. */
  restart(whileStopped: () => void = () => undefined): void {
    this.#stop();
    whileStopped();
    this.#start();
  }

  /** The process dies: the next start has the files as they lie on the disk at this moment, the write-ahead log included. */
  crash(): void {
    const left = temporaryFolder();
    cpSync(this.folder.path, left.path, { recursive: true });
    this.#stop();
    this.folder.remove();
    this.folder = left;
    this.#start();
  }

  request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>> {
    return this.client.request(method, payload);
  }

  /** As `request`, for what must succeed. */
  async do<M extends Method>(method: M, payload: Request<M>): Promise<Extract<Answer<M>, { ok: true }>['value']> {
    const answer = await this.client.request(method, payload);
    if (!answer.ok) throw new Error(`${method} failed: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  async setUp(identity: Partial<Request<'desk.setUp'>> = {}): Promise<void> {
    await this.do('desk.setUp', {
      ...{ company: '云雀数码', department: '客户服务部', agentName: '周宁', agentNumber: '1027', sampleData: false },
      ...identity,
    });
  }

  state(): DeskState {
    return this.workstation.parts.projection.open();
  }

  contact(): ContactView {
    const { contacts, focus } = this.state();
    const found = contacts.find(({ id }) => id === focus) ?? contacts.at(-1);
    if (found === undefined) throw new Error('no contact');
    return found;
  }

  dispose(): void {
    this.#stop();
    this.folder.remove();
  }

  #start(): void {
    this.database = value(openDatabase(this.folder.path, TEST_KEY));
    this.workstation = this.#create();
    this.client = this.#connect();
    this.workstation.start();
  }

  #create(): Workstation {
    return createWorkstation({
      ...{ host: this.host, database: this.database, clock: this.clock, pack: this.pack },
      ...{ log: silentLog, timeZone: TIME_ZONE, resources: RESOURCES },
      ...{ transport: this.transport, random: () => 0.5 },
    });
  }

  #connect(): WireClient {
    const [near, far] = wirePair();
    this.workstation.connect(far, 'desk');
    return new WireClient(near);
  }

  #stop(): void {
    this.workstation.dispose();
    this.database.close();
  }
}

import { execFile } from 'node:child_process';
import { copyFileSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import { temporaryFolder } from '#kit/desk.ts';
import { dialWindow, type DialledWindow } from '#kit/dialled-window.ts';
import { Cable } from '../../../scripts/demo/cable.ts';
import { ServiceProgram, withoutSettings } from '../../../scripts/demo/service-program.ts';
import { Agent } from './agent.ts';
import { openLoopback, type LoopbackDriver } from './loopback-driver.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'src-service', 'main.ts');
const PICTURES = join(import.meta.dirname, '..', '..', '..', 'test-results');
/** Long enough for any machine: what waits goes on as soon as it is so. */
export const SOON = { timeout: 40_000, interval: 50 };

const run = promisify(execFile);

const deviceSchema = z.object({ id: z.string(), label: z.string() });
const readDevice = (line: string): z.infer<typeof deviceSchema> => deviceSchema.parse(JSON.parse(line));

/** One desk of a branch: its agent, the page in a real browser, and the cable to the service. */
export class BranchDesk {
  readonly agent: Agent;
  readonly cable: Cable;
  readonly #driver: LoopbackDriver;
  readonly #window: DialledWindow;

  constructor(driver: LoopbackDriver, window: DialledWindow, cable: Cable) {
    this.agent = new Agent(() => driver);
    this.cable = cable;
    this.#driver = driver;
    this.#window = window;
  }

  /** Asks the desk beside its page, for what a test prepares and not what it is about. */
  async do<M extends Method>(method: M, payload: Request<M>): Promise<Extract<Answer<M>, { ok: true }>['value']> {
    const answer = await this.#window.client.request(method, payload);
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  /** What the top bar says of sync. */
  async syncIs(words: string): Promise<void> {
    await expect.poll(() => this.agent.page.getByTestId('sync-state').getAttribute('data-sync'), SOON).toBe(words);
  }

  /** The cable is out, and the desk has noticed. */
  async pullOut(): Promise<void> {
    this.cable.pullOut();
    await this.do('sync.now', {});
    await this.syncIs('offline');
  }

  /** The cable is in again, and the desk looks at once instead of at its next try. */
  async plugIn(): Promise<void> {
    this.cable.plugIn();
    await this.do('sync.now', {});
  }

  async close(): Promise<void> {
    this.#window.close();
    await this.#driver.close();
    await this.cable.remove();
  }
}

/** A real service in a process of its own, and desks in real browsers, each behind a cable. */
export class Branch {
  readonly #folder = temporaryFolder('branch');
  readonly #desks: BranchDesk[] = [];
  #service: ServiceProgram | null = null;

  async open(): Promise<void> {
    this.#service = await ServiceProgram.start({ folder: this.#folder.path, company: '云雀数码' });
    for (const { cable } of this.#desks) cable.servicePort = this.service.port;
  }

  get service(): ServiceProgram {
    return this.#service!;
  }

  /** A desk that is set up and belongs to no service yet. */
  async newDesk(agentName: string): Promise<BranchDesk> {
    const cable = await Cable.lay(this.service.port);
    const driver = await openLoopback();
    const { port, hash } = new URL(driver.address);
    const window = await dialWindow({ port: Number(port), token: hash.slice('#token='.length) });
    const desk = new BranchDesk(driver, window, cable);
    this.#desks.push(desk);
    const identity = { company: '云雀数码', department: '', agentName, agentNumber: '', sampleData: false };
    await desk.do('desk.setUp', identity);
    await desk.agent.sees(desk.agent.page.getByTestId('agent-state'), '就绪');
    return desk;
  }

  async joinedDesk(agentName: string): Promise<BranchDesk> {
    const desk = await this.newDesk(agentName);
    await desk.do('sync.enrol', { service: desk.cable.address, code: await this.code(agentName) });
    await desk.syncIs('current');
    return desk;
  }

  code(label = ''): Promise<string> {
    return this.service.code('hz', label);
  }

  /** A command of the administrator, in a process of its own; gives what it printed. */
  async command(...words: readonly string[]): Promise<string> {
    const args = [MAIN, ...words, '--data', this.#folder.path];
    const { stdout } = await run(process.execPath, args, { env: withoutSettings() });
    return stdout;
  }

  async revoke(agentName: string): Promise<void> {
    const devices = (await this.command('device', 'list')).trim().split('\n').map(readDevice);
    await this.command('device', 'revoke', devices.find(({ label }) => label === agentName)!.id);
  }

  /** A copy of the database as it is now; gives its file. */
  async backup(): Promise<string> {
    const file = join(this.#folder.path, 'yesterday.backup');
    await this.command('backup', file);
    return file;
  }

  /** As the administrator's guide says: the service stands still, the copy is put in its place, `restore`, and it serves again. */
  async restore(file: string): Promise<void> {
    await this.service.program.stop();
    for (const old of globSync('service.sqlite*', { cwd: this.#folder.path })) rmSync(join(this.#folder.path, old));
    copyFileSync(file, join(this.#folder.path, 'service.sqlite'));
    await this.command('restore');
    await this.open();
  }

  /** What the agents saw when it went wrong. */
  async pictures(name: string): Promise<void> {
    for (const [place, { agent }] of this.#desks.entries()) {
      const file = `${String(place)} ${name}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120);
      await agent.page.screenshot({ path: join(PICTURES, `${file}.png`) }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    for (const desk of this.#desks.splice(0)) await desk.close();
    await this.#service?.program.stop();
    this.#folder.remove();
  }
}

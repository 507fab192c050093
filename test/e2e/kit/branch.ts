import { execFile } from 'node:child_process';
import { copyFileSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { temporaryFolder } from '#kit/desk.ts';
import { dialWindow } from '#kit/dialled-window.ts';
import { Cable } from '../../../scripts/demo/cable.ts';
import { ServiceProgram, withoutSettings } from '../../../scripts/demo/service-program.ts';
import { BranchDesk } from './branch-desk.ts';
import { openLoopback } from './loopback-driver.ts';
import { takePicture } from './picture.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'src-service', 'main.ts');

const run = promisify(execFile);

const deviceSchema = z.object({ id: z.string(), label: z.string() });
const readDevice = (line: string): z.infer<typeof deviceSchema> => deviceSchema.parse(JSON.parse(line));

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
  async newDesk(agentName: string, sampleData = false): Promise<BranchDesk> {
    const cable = await Cable.lay(this.service.port);
    const driver = await openLoopback();
    const { port, hash } = new URL(driver.address);
    const window = await dialWindow({ port: Number(port), token: hash.slice('#token='.length) });
    const desk = new BranchDesk(driver, window, cable);
    this.#desks.push(desk);
    const identity = { company: '云雀数码', department: '', agentName, agentNumber: '', sampleData };
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
    const devices = (await this.command('device', 'list', '--json')).trim().split('\n').map(readDevice);
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
    for (const [place, { agent }] of this.#desks.entries()) await takePicture(agent.page, `${String(place)} ${name}`);
  }

  async close(): Promise<void> {
    for (const desk of this.#desks.splice(0)) await desk.close();
    await this.#service?.program.stop();
    this.#folder.remove();
  }
}

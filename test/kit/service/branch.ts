import { TestDesk } from '../desk.ts';
import { FakeClock } from '../fake-clock.ts';
import { Central } from './central.ts';
import { lineTo, type Line } from './line.ts';

const BRANCH = '1';

/** The desks of one branch around their central service, all in this process and at one time. */
export class Branch {
  readonly clock = new FakeClock();
  readonly central = new Central(this.clock);
  readonly desks: TestDesk[] = [];
  readonly #lines = new Map<TestDesk, Line>();

  static async open(): Promise<Branch> {
    const branch = new Branch();
    await branch.central.start();
    return branch;
  }

  /** A desk of this branch that belongs to nobody yet; `id` is the name that the service will give it. */
  bareDesk(id?: string): TestDesk {
    const line = lineTo(this.central.transport(BRANCH, 'agent', id));
    const desk = new TestDesk({ clock: this.clock, transport: line });
    this.#lines.set(desk, line);
    this.desks.push(desk);
    return desk;
  }

  /** A desk that works alone. */
  async desk(agentName: string, id?: string): Promise<TestDesk> {
    const desk = this.bareDesk(id);
    await desk.do('desk.setUp', {
      ...{ company: '云雀数码', department: '客户服务部', agentName, agentNumber: '', sampleData: false },
    });
    return desk;
  }

  /** A desk that syncs from its first day. */
  async joined(agentName: string, id?: string): Promise<TestDesk> {
    const desk = await this.desk(agentName, id);
    await this.join(desk);
    return desk;
  }

  join(desk: TestDesk): Promise<void> {
    return desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });
  }

  /** This desk alone has no link any more, or has one again. */
  cut(desk: TestDesk, cut = true): void {
    this.#lines.get(desk)!.cut = cut;
  }

  /** Another machine that was set up from this one's disk. */
  copyOf(desk: TestDesk): TestDesk {
    const transport = this.central.transport(BRANCH);
    const copy = new TestDesk({ clock: this.clock, transport, copyOf: desk.folder.path });
    this.desks.push(copy);
    return copy;
  }

  /** The machine is gone, with all that only it had. */
  lose(desk: TestDesk): void {
    this.desks.splice(this.desks.indexOf(desk), 1);
    desk.dispose();
  }

  /** Every desk asks until nobody has anything to say. */
  async settle(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      for (const desk of this.desks) {
        desk.workstation.parts.sync.poke();
        this.clock.pass(10);
        for (let tick = 0; tick < 30; tick += 1) await new Promise(setImmediate);
      }
    }
  }

  async dispose(): Promise<void> {
    for (const desk of this.desks.splice(0)) desk.dispose();
    await this.central.dispose();
  }
}

import type { LoadedPack } from '#core/scripts/load-pack.ts';
import type { Transport } from '#core/sync/transport.ts';
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
  /** Links whose desk waits for another thread: the service packs an image for it, or it unpacks one and has not asked again. */
  readonly #atAnImage = new Set<Transport>();
  readonly #lines = new Map<TestDesk, Line>();

  static async open(): Promise<Branch> {
    const branch = new Branch();
    await branch.central.start();
    return branch;
  }

  /** A desk of this branch that belongs to nobody yet; `transport` is its link, where it is not an ordinary one. */
  bareDesk(transport = this.central.transport(BRANCH), pack?: LoadedPack): TestDesk {
    const line = lineTo(this.#heard(transport));
    const desk = new TestDesk({ clock: this.clock, transport: line, ...(pack && { pack }) });
    this.#lines.set(desk, line);
    return this.#add(desk);
  }

  /** A desk that works alone. */
  async desk(agentName: string, transport?: Transport, pack?: LoadedPack): Promise<TestDesk> {
    const desk = this.bareDesk(transport, pack);
    await desk.setUp({ agentName, agentNumber: '' });
    return desk;
  }

  /** A desk that syncs from its first day. */
  async joined(agentName: string, transport?: Transport): Promise<TestDesk> {
    const desk = await this.desk(agentName, transport);
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

  /** Another machine that was set up from the disk in this folder. */
  copyOf(folder: string, transport = this.central.transport(BRANCH)): TestDesk {
    return this.#add(new TestDesk({ clock: this.clock, transport: this.#heard(transport), copyOf: folder }));
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
        await this.pass(10);
      }
    }
  }

  /** Time passes, and what began in it is done. */
  async pass(ms: number): Promise<void> {
    this.clock.pass(ms);
    for (let turn = 0; turn < 40;) {
      await new Promise(setImmediate);
      if (this.#atAnImage.size === 0) turn += 1;
    }
  }

  async dispose(): Promise<void> {
    this.#atAnImage.clear();
    for (const desk of this.desks.splice(0)) desk.dispose();
    await this.central.dispose();
  }

  #add(desk: TestDesk): TestDesk {
    this.desks.push(desk);
    return desk;
  }

  #heard(transport: Transport): Transport {
    const threads = this.#atAnImage;
    return {
      ...transport,
      exchange: (...asked) => {
        threads.delete(transport);
        return transport.exchange(...asked);
      },
      image: async (...asked) => {
        threads.add(transport);
        const answer = await transport.image(...asked);
        threads.delete(transport);
        return answer;
      },
      imageBytes: async (...asked) => {
        const answer = await transport.imageBytes(...asked);
        if (answer.ok) threads.add(transport);
        return answer;
      },
    };
  }
}

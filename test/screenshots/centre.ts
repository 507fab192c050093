import type { CaseId } from '#shared/base/ids.ts';
import type { Method, Request } from '#shared/contract/rpc.ts';
import { TestDesk } from '#kit/desk.ts';
import { edit } from '#kit/desk-work.ts';
import type { FakeClock } from '#kit/fake-clock.ts';
import { Central } from '#kit/service/central.ts';

const BRANCH = 'SH02';

/** The desk that is photographed. */
interface Seat {
  ask<M extends Method>(method: M, payload: Request<M>): Promise<unknown>;
  pass(ms: number): Promise<void>;
}

/** The central service of the pictures, with a colleague at another desk of the same branch. */
export class Centre {
  readonly central: Central;
  readonly colleague: TestDesk;
  readonly #clock: FakeClock;

  private constructor(clock: FakeClock) {
    this.#clock = clock;
    this.central = new Central(clock);
    this.colleague = new TestDesk({ clock, transport: this.transport() });
  }

  static async open(clock: FakeClock): Promise<Centre> {
    const centre = new Centre(clock);
    await centre.central.start();
    return centre;
  }

  transport(): ReturnType<Central['transport']> {
    return this.central.transport(BRANCH);
  }

  /** Both desks belong to it from now on. */
  async join(seat: Seat): Promise<void> {
    await this.colleague.setUp({ agentName: '林珊', agentNumber: '1031' });
    const wish = { service: 'https://zuoxi.lark.example', code: 'K7QD-2M9X-VT4E' };
    await this.colleague.do('sync.enrol', wish);
    await seat.ask('sync.enrol', wish);
    await this.settle(seat);
  }

  /** Each asks until nobody has anything to say. */
  async settle(seat: Seat): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      await seat.ask('sync.now', {});
      await this.colleague.do('sync.now', {});
      await seat.pass(10);
      for (let turn = 0; turn < 30; turn += 1) await new Promise(setImmediate);
    }
  }

  /** The link is gone; each desk has noticed. */
  async cut(seat: Seat): Promise<void> {
    this.central.reachable = false;
    await this.settle(seat);
  }

  async mend(seat: Seat): Promise<void> {
    this.central.reachable = true;
    await this.settle(seat);
  }

  /** The colleague writes a field of a case. */
  async write(caseId: CaseId, field: string, value: string): Promise<void> {
    await edit(this.colleague, caseId, field, value);
  }

  /** The colleague looks at this case too, and both desks have said where they are. */
  async beside(seat: Seat, caseId: CaseId): Promise<void> {
    await this.colleague.do('case.watch', { caseId });
    for (let turn = 0; turn < 3; turn += 1) {
      await seat.pass(8_000);
      await this.settle(seat);
    }
  }

  dispose(): Promise<void> {
    this.colleague.dispose();
    this.#clock.forgetTimers();
    return this.central.dispose();
  }
}

import type { CaseId } from '#shared/base/ids.ts';
import type { Role } from '#shared/domain/sync/entity.ts';
import { TestDesk } from './desk.ts';
import { FakeClock } from './fake-clock.ts';
import { Central } from './service/central.ts';

/** Some desks of one branch and their service, in one process and on one clock. */
export class BranchDesks {
  readonly clock = new FakeClock();
  readonly central = new Central(this.clock);
  readonly all: TestDesk[] = [];

  static async open(): Promise<BranchDesks> {
    const branch = new BranchDesks();
    await branch.central.start();
    return branch;
  }

  async join(
    agentName: string,
    { branch = '1', role = 'agent' }: { branch?: string; role?: Role } = {},
  ): Promise<TestDesk> {
    const desk = new TestDesk({ clock: this.clock, transport: this.central.transport(branch, role) });
    this.all.push(desk);
    const identity = { company: '云雀数码', department: '客户服务部', agentName, agentNumber: '', sampleData: false };
    await desk.do('desk.setUp', identity);
    await desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });
    await this.settle();
    return desk;
  }

  /** Everybody asks until nobody has anything to say; about two seconds pass. */
  async settle(): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      for (const desk of this.all) desk.workstation.parts.sync.poke();
      await this.pass(400);
    }
  }

  async pass(ms: number): Promise<void> {
    this.clock.pass(ms);
    for (let tick = 0; tick < 40; tick += 1) await new Promise(setImmediate);
  }

  /** The machine of a desk is gone; those of the others, whose clock it shares, go on. */
  lose(desk: TestDesk): void {
    this.all.splice(this.all.indexOf(desk), 1);
    desk.workstation.dispose();
    desk.database.close();
    desk.folder.remove();
  }

  async dispose(): Promise<void> {
    for (const desk of this.all.splice(0)) desk.dispose();
    await this.central.dispose();
  }
}

/** A call that was answered, with its case. */
export async function answersCall(desk: TestDesk, phone = '13800001234'): Promise<CaseId> {
  const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.id;
}

import type { CaseId } from '#shared/base/ids.ts';
import type { ConflictView } from '#shared/contract/views.ts';
import { TestDesk } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { Central } from '#kit/service/central.ts';

/** A branch with its service and its desks. */
export class Branch {
  readonly clock = new FakeClock();
  readonly central = new Central(this.clock);
  readonly desks: TestDesk[] = [];

  async start(): Promise<void> {
    await this.central.start();
  }

  async dispose(): Promise<void> {
    for (const desk of this.desks.splice(0)) desk.dispose();
    await this.central.dispose();
  }

  async newDesk(agentName: string, enrolled = true): Promise<TestDesk> {
    const desk = this.open(new TestDesk({ clock: this.clock, transport: this.central.transport('1') }));
    await desk.do('desk.setUp', {
      ...{ company: '云雀数码', department: '客户服务部', agentName, agentNumber: '', sampleData: false },
    });
    if (enrolled) await this.enrol(desk);
    return desk;
  }

  /** Another machine that was set up from this one's disk. */
  copyOf(desk: TestDesk): TestDesk {
    const transport = this.central.transport('1');
    return this.open(new TestDesk({ clock: this.clock, transport, copyOf: desk.folder.path }));
  }

  open(desk: TestDesk): TestDesk {
    this.desks.push(desk);
    return desk;
  }

  /** A machine that nobody gets back. */
  lose(desk: TestDesk): void {
    this.desks.splice(this.desks.indexOf(desk), 1);
    desk.dispose();
  }

  enrol(desk: TestDesk): Promise<void> {
    return desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });
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
}

export const nameOf = (desk: TestDesk): string => desk.workstation.parts.store.journal.device;

/** A call that was answered, with its case. */
export async function call(desk: TestDesk, phone = '13800001234'): Promise<CaseId> {
  const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.id;
}

export async function edit(desk: TestDesk, caseId: CaseId, field: string, value: string): Promise<void> {
  await desk.do('case.edit', { caseId, field, value });
  await desk.do('case.settle', { caseId });
}

export async function fieldsOf(desk: TestDesk, caseId: CaseId): Promise<Readonly<Record<string, string>>> {
  return (await desk.do('case.get', { caseId })).fields;
}

export async function conflictsOf(desk: TestDesk): Promise<readonly ConflictView[]> {
  return (await desk.do('sync.conflicts', { before: null, limit: 50 })).items;
}

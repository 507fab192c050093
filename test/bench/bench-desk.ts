import { statSync } from 'node:fs';
import { databasePath, openDatabase, type Sqlite } from '#core/database/open.ts';
import type { Notification } from '#core/host.ts';
import { silentLog } from '#core/log.ts';
import { systemClock } from '#core/system-clock.ts';
import { createWorkstation, type Workstation } from '#core/workstation.ts';
import type { Clock } from '#shared/base/clock.ts';
import type { CaseId, ContactId } from '#shared/base/ids.ts';
import { RESOURCES, TEST_KEY, value, zhPack } from '#kit/desk.ts';
import { FakeHost } from '#kit/fake-host.ts';
import { benchFolder } from './folder.ts';
import { noService } from '#kit/no-service.ts';

/** Tells when somebody would be told. */
class NotedHost extends FakeHost {
  onNotify: () => void = () => undefined;

  override notify(notification: Notification): void {
    super.notify(notification);
    this.onNotify();
  }
}

/** The real workstation on a real encrypted database on the measured disk, with the machine's own clock. */
export class BenchDesk {
  readonly folder: ReturnType<typeof benchFolder>;
  readonly database: Sqlite;
  readonly workstation: Workstation;
  readonly pack = zhPack();
  readonly host = new NotedHost();

  constructor(disk: string, name: string, clock: Clock = systemClock) {
    this.folder = benchFolder(disk, name);
    this.database = value(openDatabase(this.folder.path, TEST_KEY));
    this.workstation = createWorkstation({
      ...noService,
      ...{ host: this.host, database: this.database, clock, pack: this.pack },
      ...{ log: silentLog, timeZone: 'Asia/Shanghai', resources: RESOURCES },
    });
    value(
      this.workstation.parts.setUp.run({
        ...{ company: '云雀数码', department: '客户服务部', agentName: '周宁', agentNumber: '1027', sampleData: false },
      }),
    );
  }

  /** A contact in conversation, with its case. */
  openContact(channel: 'call' | 'chat', phone: string): { readonly contactId: ContactId; readonly caseId: CaseId } {
    const { contacts, log } = this.workstation.parts;
    const contactId = value(contacts.open({ channel, direction: 'inbound', phone, callbackId: null }));
    value(contacts.command(contactId, { type: 'answer' }));
    const caseId = log.get(contactId)?.caseId ?? null;
    if (caseId === null) throw new Error('a contact that was answered has a case');
    return { contactId, caseId };
  }

  closeContact(id: ContactId): void {
    const { contacts } = this.workstation.parts;
    value(contacts.command(id, { type: 'end', by: 'customer' }));
    value(contacts.command(id, { type: 'close', leaveToBeCompleted: true }));
  }

  /** Bytes that `commit` adds to the write-ahead log. */
  walBytesOf(commit: () => void): number {
    this.database.pragma('wal_checkpoint(TRUNCATE)');
    commit();
    return statSync(`${databasePath(this.folder.path)}-wal`).size;
  }

  /** Ends the desk and leaves its folder. */
  close(): void {
    this.workstation.dispose();
    this.database.close();
  }

  dispose(): void {
    this.close();
    this.folder.remove();
  }
}

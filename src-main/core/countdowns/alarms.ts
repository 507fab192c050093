import type { ContactId } from '#shared/base/ids.ts';
import { addressOf } from '#shared/domain/pack/facts.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { ContactLog } from '../contacts/contact-log.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Unit } from '../database/store.ts';
import type { Host, Notification } from '../host.ts';
import type { Log } from '../log.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { CountdownRow } from './countdown-table.ts';

interface Parts {
  readonly host: Host;
  readonly settings: SettingsStore;
  readonly contacts: Contacts;
  readonly cases: Cases;
  readonly callbacks: Callbacks;
  readonly log: ContactLog;
  readonly packs: PackShelf;
  readonly logger: Log;
}

/** What a countdown sets off when it warns or is due: the contact goes on (R-HOLD-2, R-SIT-5), the owner is told (R-CB-3). */
export class Alarms {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  raise(unit: Unit, row: CountdownRow): void {
    const moves = row.kind === 'hold' || row.kind === 'silence';
    if (row.phase === 'due' && moves && row.contactId !== null) this.#moveOn(unit, row.contactId, row.key);
    const code = notificationOf(row);
    // Told once it is on disk: a transaction that has to be repeated must not tell anybody twice.
    if (code !== null) unit.afterCommit(() => this.#notify(code, row));
  }

  #moveOn(unit: Unit, contactId: ContactId, key: string): void {
    const { contacts, logger } = this.#parts;
    const done = contacts.attemptIn(unit, contactId, { type: 'time-is-up', key });
    if (!done.ok && done.error.code !== 'nothing-to-do')
      logger.warn({ code: done.error.code }, 'countdown without effect');
  }

  #notify(code: Notification['code'], row: CountdownRow): void {
    const { host, settings, packs, log, cases, callbacks } = this.#parts;
    const contact = row.contactId === null ? null : log.get(row.contactId);
    const callback = row.callbackId === null ? null : callbacks.get(row.callbackId);
    const caseId = contact?.caseId ?? callback?.caseId ?? null;
    const matter = caseId === null ? null : cases.view(caseId);
    const pack = packs.get(contact?.packHash ?? packs.active);
    // The surname as it is said, never a number: a notification can be seen by anybody who walks past.
    const who = matter === null ? '' : (addressOf(pack, matter.customer) ?? '');
    host.notify({ code, locale: settings.current.locale, facts: { who, number: matter?.number ?? '' } });
  }
}

function notificationOf({ kind, phase }: CountdownRow): Notification['code'] | null {
  switch (kind) {
    case 'hold':
      return phase === 'due' ? 'hold-limit' : null;
    case 'callback':
      return phase === 'due' ? 'callback-due' : 'callback-soon';
    case 'target':
      return phase === 'due' ? 'target-due' : 'target-soon';
    default:
      return null;
  }
}

import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { ContactLog } from '../contacts/contact-log.ts';
import type { EarlierMatters } from '../contacts/earlier.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Unit } from '../database/store.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { Arrivals } from './desk-store.ts';

interface Parts {
  readonly log: ContactLog;
  readonly cases: Cases;
  readonly contacts: Contacts;
  readonly callbacks: Callbacks;
  readonly packs: PackShelf;
  readonly earlier: EarlierMatters;
}

/** What follows on this desk from rows that came from others, in the transaction that brought them. */
export function followArrivals(parts: Parts, unit: Unit, { rows }: Arrivals): void {
  const idsOf = (entity: string): readonly string[] => [...(rows.get(entity)?.keys() ?? [])];
  for (const id of new Set([...idsOf('contact-event'), ...idsOf('contact')])) parts.log.refold(id as ContactId);
  parts.earlier.forget();
  const pack = parts.packs.get(parts.packs.active);
  for (const [id, changed] of rows.get('callback') ?? []) {
    parts.callbacks.follow(unit, id as CallbackId, changed, pack);
  }
  // Somebody else may have filled in what a contact of this desk still owed.
  for (const id of idsOf('case')) {
    if (parts.cases.view(id as CaseId) === null) continue;
    // Where this desk may only read, the debt is not its to settle, and what arrived is taken in all the same.
    unit.attempt((part) => {
      parts.contacts.settleDebts(part, id as CaseId);
      return ok();
    });
  }
  unit.touched.contacts = true;
  unit.touched.allCountdowns = true;
  unit.touched.lists = true;
  unit.touched.sync = true;
}

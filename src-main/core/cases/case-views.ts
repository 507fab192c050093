import type { EpochMs } from '#shared/base/clock.ts';
import type { CaseId } from '#shared/base/ids.ts';
import type { Page } from '#shared/contract/rpc.ts';
import type { CaseView } from '#shared/contract/views.ts';
import { asksOfContact, isCustomerField, missingFields } from '#shared/domain/case/fields.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';
import { surnameKnown } from '#shared/domain/pack/facts.ts';
import type { Memories, Memory } from '../database/memory.ts';
import { readPage } from '../desk/page.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { CaseRange, CaseRow, CaseTables, Draft } from './case-tables.ts';
import type { CustomerRow } from './customer-table.ts';

/** What a view is made of: as long as that is the same, so is the view. */
interface Source {
  readonly row: CaseRow;
  readonly drafts: readonly Draft[];
  readonly customer: CustomerRow;
  /** Of the last contact about it, where it matters. */
  readonly contact: ContactState;
}

/** Cases as the windows are shown them: what is stored with what is being typed over it. */
export class CaseViews {
  readonly #tables: CaseTables;
  readonly #packs: PackShelf;
  /** The state of the last contact about a case. */
  contactOf: (id: CaseId) => ContactState = () => NO_CONTACT;
  readonly #known: Memory<CaseId, { readonly source: Source; readonly view: CaseView }>;

  constructor(tables: CaseTables, packs: PackShelf, memories: Memories) {
    this.#tables = tables;
    this.#packs = packs;
    this.#known = memories.memory();
  }

  of(id: CaseId): CaseView | null {
    const row = this.#tables.get(id);
    if (row === null) return null;
    const source = this.#sourceOf(row);
    const known = this.#known.of(id, () => ({ source, view: this.#make(source) }));
    if (isSame(known.source, source)) return known.view;
    const view = this.#make(source);
    this.#known.put(id, { source, view });
    return view;
  }

  list(range: CaseRange, since: EpochMs, before: string | null, limit: number): Page<CaseView> {
    return readPage(
      limit,
      (count) => this.#tables.page(range, since, before, count).map((row) => this.#make(this.#sourceOf(row))),
      (last) => `${last.openedAt}|${last.id}`,
    );
  }

  #sourceOf(row: CaseRow): Source {
    const { id, customerId, packHash, scenario } = row;
    const asks = asksOfContact(this.#packs.get(packHash), scenario);
    return {
      ...{ row, drafts: this.#tables.drafts(id), customer: this.#tables.customers.get(customerId) },
      contact: asks ? this.contactOf(id) : NO_CONTACT,
    };
  }

  #make({ row, drafts, customer: stored, contact }: Source): CaseView {
    const typed = Object.fromEntries(drafts.map(({ field, value }) => [field, value]));
    const fields = { ...row.fields };
    for (const { field, value } of drafts) if (!isCustomerField(field)) fields[field] = value;
    const customer = {
      id: row.customerId,
      surname: typed['customer.surname'] ?? stored.surname,
      surnameDeclined: (typed['customer.surnameDeclined'] ?? stored.surnameDeclined) === 'true',
      title: typed['customer.title'] ?? stored.title,
      phone: typed['customer.phone'] ?? stored.phone,
      caseCount: stored.caseCount,
    };
    const asking = { state: contact, surname: surnameKnown(customer) };
    return {
      id: row.id,
      number: row.number,
      scenario: row.scenario,
      status: row.status,
      fields,
      missing: missingFields(this.#packs.get(row.packHash), row.scenario, fields, asking),
      owner: row.owner,
      packHash: row.packHash,
      openedAt: row.openedAt,
      updatedAt: row.updatedAt,
      customer,
    };
  }
}

function isSame(one: Source, other: Source): boolean {
  const same = one.row === other.row && one.drafts === other.drafts && one.customer === other.customer;
  return same && one.contact === other.contact;
}

import { z } from 'zod';
import type { CallbackId, CaseId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import type { Page } from '#shared/contract/rpc.ts';
import type { ConflictView } from '#shared/contract/views.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { Change } from '../database/journal.ts';
import type { Store, Unit } from '../database/store.ts';
import { readCursor, readPage } from '../desk/page.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import { RowAccess } from './row-access.ts';

interface Stored {
  readonly id: string;
  readonly entity: Change['entity'];
  readonly row: string;
  readonly field: string;
  readonly lost: string;
  readonly lostBy: string;
  readonly lostAt: number;
  readonly kept: string;
  readonly keptBy: string;
  readonly keptAt: number;
}

const SELECT = `SELECT id, entity, row_id AS row, field, lost, lost_by AS lostBy, lost_at AS lostAt, kept, kept_by AS keptBy,
  kept_at AS keptAt FROM conflict WHERE settled = 'no'`;

/** The case that a row of another entity is about. */
const CASE_OF: Readonly<Partial<Record<Change['entity'], string>>> = {
  customer: 'SELECT id FROM service_case WHERE customer_id = ? ORDER BY opened_at DESC LIMIT 1',
  callback: 'SELECT case_id FROM callback WHERE id = ?',
  contact: 'SELECT case_id FROM contact WHERE id = ?',
};

type Scalar = ConflictView['lost']['value'];

const json = z.json();

/** Of a value that is more than one, what people call it: who took a callback is told by the name. */
function scalarOf(value: Json): Scalar {
  if (value === null || typeof value !== 'object') return value;
  return 'name' in value && typeof value.name === 'string' ? value.name : canonicalJson(value);
}

/** Values that lost against others, for a person to decide: put back what was lost, or leave what is. */
export class Conflicts {
  readonly #store: Store;
  readonly #cases: Cases;
  readonly #callbacks: Callbacks;
  readonly #packs: PackShelf;

  constructor(parts: { store: Store; cases: Cases; callbacks: Callbacks; packs: PackShelf }) {
    this.#store = parts.store;
    this.#cases = parts.cases;
    this.#callbacks = parts.callbacks;
    this.#packs = parts.packs;
  }

  /** The newest first. */
  list(before: string | null, limit: number): Page<ConflictView> {
    const page = readPage(
      limit,
      (count) => {
        const { at, id } = readCursor(before);
        return this.#store.database
          .prepare<[object], Stored>(
            `${SELECT} AND (kept_at, id) < (@at, @id) ORDER BY kept_at DESC, id DESC LIMIT @count`,
          )
          .all({ at, id, count });
      },
      (last) => `${String(last.keptAt)}|${last.id}`,
    );
    return { items: page.items.map((row) => this.#view(row)), next: page.next };
  }

  settle(id: string, as: 'taken' | 'left'): Result<void, Failure> {
    return this.#store.write((unit) => {
      const row = this.#store.database.prepare<[string], Stored>(`${SELECT} AND id = ?`).get(id);
      if (row === undefined) return failure('conflict-not-found');
      if (as === 'taken') this.#putBack(unit, row);
      unit.journal({ entity: 'conflict', id, kind: 'update', body: { settled: as } });
      this.#store.database.prepare('UPDATE conflict SET settled = ? WHERE id = ?').run(as, id);
      unit.touched.sync = true;
      unit.touched.lists = true;
      return ok();
    });
  }

  /** An edit like any other: it has seen the value that it replaces, and it is in the history. */
  #putBack(unit: Unit, row: Stored): void {
    const value = json.parse(JSON.parse(row.lost)) as Json;
    const caseId = this.#caseOf(row);
    const field = caseFieldOf(row);
    if (caseId !== null && field !== null) {
      this.#cases.put(unit, caseId, field, String(scalarOf(value) ?? ''));
      return;
    }
    const body = { [row.field]: value };
    unit.journal({ entity: row.entity, id: row.row, kind: 'update', body });
    const access = new RowAccess(this.#store.database, entities, unit.now);
    const changed = new Set(access.update({ entity: row.entity, id: row.row }, body));
    if (row.entity === 'callback') {
      this.#callbacks.follow(unit, row.row as CallbackId, changed, this.#packs.get(this.#packs.active));
    }
  }

  #view(row: Stored): ConflictView {
    const caseId = this.#caseOf(row);
    const device = this.#store.journal.device;
    const side = (text: string, by: string, at: number): ConflictView['lost'] => {
      const value = scalarOf(json.parse(JSON.parse(text)));
      return { value, at, by: this.#nameOf(row, caseId, value, by), mine: by === device };
    };
    return {
      id: row.id,
      caseId,
      caseNumber: caseId === null ? '' : (this.#cases.view(caseId)?.number ?? ''),
      entity: row.entity,
      field: caseFieldOf(row) ?? row.field,
      lost: side(row.lost, row.lostBy, row.lostAt),
      kept: side(row.kept, row.keptBy, row.keptAt),
    };
  }

  #caseOf({ entity, row }: Stored): CaseId | null {
    if (entity === 'case') return row as CaseId;
    const { database } = this.#store;
    const sql = CASE_OF[entity];
    if (sql === undefined) return null;
    return (database.prepare<[string], string>(sql).pluck().get(row) as CaseId | undefined) ?? null;
  }

  /**
   * The history of the case says who wrote a value; else who sits at that desk is known from its contacts. A desk that has had
   * none is told by the end of its id.
   */
  #nameOf(row: Stored, caseId: CaseId | null, value: Scalar, device: string): string {
    if (row.field === 'takenBy' && typeof value === 'string' && value !== '') return value;
    const { database, journal } = this.#store;
    const field = caseFieldOf(row);
    const by =
      field === null
        ? undefined
        : database
            .prepare<[CaseId | null, string, string], string>(
              'SELECT by FROM case_revision WHERE case_id = ? AND field = ? AND value = ? ORDER BY seq DESC LIMIT 1',
            )
            .pluck()
            .get(caseId, field, String(value ?? ''));
    const seated = (): string | undefined =>
      database
        .prepare<[string], string>(
          `SELECT agent FROM contact WHERE device = ? AND agent <> '' ORDER BY opened_at DESC LIMIT 1`,
        )
        .pluck()
        .get(device === journal.device ? '' : device);
    return by ?? seated() ?? device.slice(-4);
  }
}

/** The name of a field as the history and the form of a case have it; `null` for what is no field of a case. */
function caseFieldOf({ entity, field }: Stored): string | null {
  if (entity === 'customer') return `customer.${field}`;
  return entity === 'case' && field.startsWith('fields.') ? field.slice('fields.'.length) : null;
}

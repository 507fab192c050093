import type { EpochMs } from '#shared/base/clock.ts';
import { phoneKey } from '#shared/domain/case/phone.ts';
import type { Values } from '#shared/domain/sync/op.ts';

/** How a field lies in its column: as it is, as 0 or 1, or as JSON text. */
type Codec = 'plain' | 'boolean' | 'json';

export interface Column {
  readonly name: string;
  readonly codec: Codec;
}

interface Common {
  readonly table: string;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Rows that are edited: the id is the key. */
export interface RowTable extends Common {
  readonly kind: 'rows';
  /** The column with the fields whose names are the pack's, one JSON object. */
  readonly anyField?: { readonly prefix: string; readonly column: string };
  /** Columns that are no fields, or whose field may be left out, as they are when a row of another desk is made. */
  readonly made: Cells;
  /** Has a column that names the desk that made the row. */
  readonly hasDevice?: true;
  /** Columns that follow from fields, whenever those are written. */
  readonly derived?: (values: Values, now: EpochMs) => Cells;
  /** The same for the rows of an image, in SQL over its table `i`. */
  readonly derivedInImage?: Readonly<Record<string, string>>;
}

type Cells = Readonly<Record<string, string | number>>;

/** Items that are written once; `device` tells those of other desks from our own, and `written` places them in time. */
export interface ItemTable extends Common {
  readonly kind: 'items';
  readonly written: boolean;
}

export type EntityTable = RowTable | ItemTable;

/** A mobile number of the mainland, which is its own normal form. */
const MOBILE = `1[3-9]${'[0-9]'.repeat(9)}`;

const plain = (name: string): Column => ({ name, codec: 'plain' });

/** Where each declared entity lies on a desk. A test holds this against the declarations: a field without a column fails it. */
export const entityTables: Readonly<Record<string, EntityTable>> = {
  customer: {
    kind: 'rows',
    table: 'customer',
    columns: {
      surname: plain('surname'),
      surnameDeclined: { name: 'surname_declined', codec: 'boolean' },
      title: plain('title'),
      phone: plain('phone'),
      createdAt: plain('created_at'),
    },
    made: { surname: '', surname_declined: 0, title: '' },
    derived: ({ phone }) => (typeof phone === 'string' ? { phone_key: phoneKey(phone) } : {}),
    // Most numbers are as they should be, and need not leave SQLite.
    derivedInImage: { phone_key: `CASE WHEN i.phone GLOB '${MOBILE}' THEN i.phone ELSE phone_key(i.phone) END` },
  },
  case: {
    kind: 'rows',
    table: 'service_case',
    columns: {
      number: plain('number'),
      customerId: plain('customer_id'),
      scenario: plain('scenario'),
      status: plain('status'),
      owner: plain('owner'),
      packHash: plain('pack_hash'),
      openedAt: plain('opened_at'),
    },
    anyField: { prefix: 'fields.', column: 'fields' },
    made: { fields: '{}' },
    derived: (_, now) => ({ updated_at: now }),
    derivedInImage: { updated_at: '@now' },
  },
  'case-revision': {
    kind: 'items',
    table: 'case_revision',
    written: true,
    columns: {
      of: plain('case_id'),
      field: plain('field'),
      before: plain('before'),
      value: plain('value'),
      at: plain('at'),
      by: plain('by'),
      contactId: plain('contact_id'),
    },
  },
  contact: {
    kind: 'rows',
    table: 'contact',
    columns: {
      caseId: plain('case_id'),
      phone: plain('phone'),
      packHash: plain('pack_hash'),
      openedAt: plain('opened_at'),
      agent: plain('agent'),
    },
    // Open is what this desk has on the line; another desk's contact is read from its events only.
    made: { is_open: 0, state: '{"phase":"none"}', events: 0 },
    hasDevice: true,
  },
  'contact-event': {
    kind: 'items',
    table: 'contact_event',
    written: true,
    columns: { of: plain('contact_id'), seq: plain('seq'), at: plain('at'), event: { name: 'body', codec: 'json' } },
  },
  callback: {
    kind: 'rows',
    table: 'callback',
    columns: {
      caseId: plain('case_id'),
      contactId: plain('contact_id'),
      owner: plain('owner'),
      promisedAt: plain('promised_at'),
      dueAt: plain('due_at'),
      reason: plain('reason'),
      status: plain('status'),
      takenBy: { name: 'taken_by', codec: 'json' },
    },
    made: {},
    hasDevice: true,
  },
  'callback-attempt': {
    kind: 'items',
    table: 'callback_attempt',
    written: false,
    columns: {
      of: plain('callback_id'),
      seq: plain('seq'),
      at: plain('at'),
      outcome: plain('outcome'),
      contactId: plain('contact_id'),
    },
  },
  pack: {
    kind: 'rows',
    table: 'published_pack',
    columns: { label: plain('label'), publishedAt: plain('published_at') },
    made: {},
  },
  conflict: {
    kind: 'rows',
    table: 'conflict',
    columns: {
      entity: plain('entity'),
      row: plain('row_id'),
      field: plain('field'),
      lost: { name: 'lost', codec: 'json' },
      lostBy: plain('lost_by'),
      lostAt: plain('lost_at'),
      kept: { name: 'kept', codec: 'json' },
      keptBy: plain('kept_by'),
      keptAt: plain('kept_at'),
      settled: plain('settled'),
    },
    made: {},
  },
};

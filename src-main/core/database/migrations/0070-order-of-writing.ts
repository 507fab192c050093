import type { Migration } from '../migration.ts';

/**
 * Events and revisions keep the reading of the hybrid clock with which they went into the outbox: the order in which things
 * were done, whatever the wall clock was set to, also between desks. A revision keeps the contact in which it was made.
 *
 * What is there already takes both from its own op. Rows of one log and their ops were written in the same order. Which
 * contact was open at a revision was not kept: it was the one that was begun last.
 */
export const orderOfWriting: Migration = {
  version: 70,
  up: (database) => {
    database.exec(`
      DROP TRIGGER contact_event_is_not_changed;
      DROP TRIGGER case_revision_is_not_changed;
      ALTER TABLE contact_event ADD COLUMN written_wall INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE contact_event ADD COLUMN written_counter INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE case_revision ADD COLUMN written_wall INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE case_revision ADD COLUMN written_counter INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE case_revision ADD COLUMN contact_id TEXT REFERENCES contact (id);

      -- A row without an op, which no desk writes, is placed by its own time.
      UPDATE contact_event SET written_wall = at, written_counter = seq;
      UPDATE case_revision SET written_wall = at, written_counter = seq;

      UPDATE contact_event SET written_wall = op.wall, written_counter = op.counter
        FROM (SELECT entity_id, json_extract(body, '$.seq') AS seq, clock_wall AS wall, clock_counter AS counter
              FROM outbox WHERE entity = 'contact-event') AS op
        WHERE contact_event.contact_id = op.entity_id AND contact_event.seq = op.seq;

      CREATE TEMP TABLE revision_op AS
        SELECT entity_id AS case_id, row_number() OVER (PARTITION BY entity_id ORDER BY dev_seq) AS place,
          clock_wall AS wall, clock_counter AS counter
        FROM outbox WHERE entity = 'case-revision';
      CREATE UNIQUE INDEX temp.revision_op_by_place ON revision_op (case_id, place);
      UPDATE case_revision SET written_wall = op.wall, written_counter = op.counter
        FROM (SELECT seq, case_id, row_number() OVER (PARTITION BY case_id ORDER BY seq) AS place FROM case_revision)
          AS own JOIN revision_op AS op ON op.case_id = own.case_id AND op.place = own.place
        WHERE case_revision.seq = own.seq;
      DROP TABLE revision_op;

      CREATE TEMP TABLE begun AS
        SELECT contact.case_id, outbox.clock_wall AS wall, outbox.clock_counter AS counter, contact.id
        FROM outbox JOIN contact ON contact.id = outbox.entity_id
        WHERE outbox.entity = 'contact' AND outbox.kind = 'insert' AND contact.case_id IS NOT NULL;
      CREATE INDEX temp.begun_by_case ON begun (case_id, wall, counter);
      UPDATE case_revision SET contact_id = (
        SELECT begun.id FROM begun
        WHERE begun.case_id = case_revision.case_id
          AND (begun.wall, begun.counter) < (case_revision.written_wall, case_revision.written_counter)
        ORDER BY begun.wall DESC, begun.counter DESC LIMIT 1);
      DROP TABLE begun;

      CREATE TRIGGER contact_event_is_not_changed BEFORE UPDATE ON contact_event
        BEGIN SELECT RAISE(ABORT, 'contact_event is append-only'); END;
      CREATE TRIGGER case_revision_is_not_changed BEFORE UPDATE ON case_revision
        BEGIN SELECT RAISE(ABORT, 'case_revision is append-only'); END;
    `);
  },
};

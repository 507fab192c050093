/**
 * Writes a commit into a stream that is locked: new rows, changed rows, the log, the stream's head and, with the first stream of
 * a transaction, how far the device is. One statement, so one way to the server. It tells how many new rows were made: fewer
 * than wanted when somebody else made one of them meanwhile.
 */
export const WRITE_COMMIT = `
  WITH made AS (
    INSERT INTO projection (entity, id, stream, seq, state)
    SELECT entity, id, $1, $2, state FROM unnest($3::text[], $4::text[], $5::text[]) AS new (entity, id, state)
    ON CONFLICT DO NOTHING RETURNING 1
  ), changed AS (
    UPDATE projection SET stream = $1, seq = $2, state = changed.state
    FROM unnest($6::text[], $7::text[], $8::text[]) AS changed (entity, id, state)
    WHERE projection.entity = changed.entity AND projection.id = changed.id
  ), logged AS (
    INSERT INTO log (stream, seq, entries, bytes, body) VALUES ($1, $2, $9, $10, $11)
  ), headed AS (
    UPDATE stream SET head = $2, high = $12, low = $13 WHERE id = $1
  ), contacted AS (
    UPDATE device SET last_seq = $15, last_hash = $16, last_contact = $17 WHERE id = $14
  )
  SELECT count(*) AS made FROM made`;

export const SAVE_DEVICE = 'UPDATE device SET last_seq = $2, last_hash = $3, last_contact = $4 WHERE id = $1';

export const QUARANTINE = `
  INSERT INTO quarantine (device, seq, op, hash, wall, counter, reason, waits_for)
  SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])`;

export const NOTE_OPS = `
  INSERT INTO op (name, device, seq, hash, op)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
  ON CONFLICT (name) DO NOTHING RETURNING name`;

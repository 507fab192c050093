import { POSTGRES_CHALLENGE } from '../../identity/challenge-table.ts';
import { POSTGRES_PRESENCE } from '../../presence/table.ts';

/** In order; what was released is never changed again. The number of those that ran is in `schema_version`. */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE stream (
    id text PRIMARY KEY, head bigint NOT NULL, high bigint NOT NULL, low bigint NOT NULL
  ) WITH (fillfactor = 50);

  -- One record for each commit: they are read whole.
  CREATE TABLE log (
    stream text NOT NULL, seq bigint NOT NULL, entries integer NOT NULL, bytes integer NOT NULL, body text NOT NULL,
    PRIMARY KEY (stream, seq)
  );
  CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log and the ops are append-only'; END $$;
  CREATE TRIGGER log_is_not_rewritten BEFORE UPDATE ON log FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();

  CREATE TABLE projection (
    entity text NOT NULL, id text NOT NULL, stream text NOT NULL, seq bigint NOT NULL, state text NOT NULL,
    PRIMARY KEY (entity, id)
  ) WITH (fillfactor = 90);

  CREATE TABLE device (
    id text PRIMARY KEY, label text NOT NULL, public_key text NOT NULL, branch text NOT NULL, role text NOT NULL,
    home text NOT NULL, grants text NOT NULL, last_seq bigint NOT NULL, last_hash text NOT NULL,
    last_contact bigint NOT NULL, enrolled_at bigint NOT NULL, revoked_at bigint
  ) WITH (fillfactor = 50);

  -- Every op that was taken in, as its desk made it: the chain of hashes can be verified, and none is done twice.
  CREATE TABLE op (name text PRIMARY KEY, device text NOT NULL, seq bigint NOT NULL, hash text NOT NULL, op text NOT NULL);
  CREATE TRIGGER op_is_not_rewritten BEFORE UPDATE ON op FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();

  CREATE TABLE quarantine (
    arrival bigserial PRIMARY KEY, device text NOT NULL, seq bigint NOT NULL, op text NOT NULL, hash text NOT NULL,
    wall bigint NOT NULL, counter bigint NOT NULL, reason text NOT NULL, waits_for text
  );
  CREATE INDEX quarantine_device ON quarantine (device, seq);
  CREATE INDEX quarantine_waits ON quarantine (waits_for) WHERE waits_for IS NOT NULL;

  CREATE TABLE epoch (number bigint PRIMARY KEY, id text NOT NULL UNIQUE, heads text NOT NULL, began_at bigint NOT NULL);

  CREATE TABLE code (
    id text PRIMARY KEY, proof text NOT NULL, attempts integer NOT NULL, label text NOT NULL, branch text NOT NULL,
    role text NOT NULL, home text NOT NULL, grants text NOT NULL, expires_at bigint NOT NULL
  );
  CREATE TABLE challenge (proof text PRIMARY KEY, device text NOT NULL, expires_at bigint NOT NULL);
  CREATE INDEX challenge_expires ON challenge (expires_at);

  CREATE TABLE pack (
    sha256 text PRIMARY KEY, label text NOT NULL, published_at bigint NOT NULL, bytes bigint NOT NULL, content bytea NOT NULL
  );
  CREATE TABLE secret (name text PRIMARY KEY, value text NOT NULL);
  `,
  `
  -- Images of streams that lie beside the database, for desks that have far to go. A file that is not named here is none: it may
  -- be of a time that a restored backup does not know.
  CREATE TABLE image (
    sha256 text PRIMARY KEY, stream text NOT NULL, epoch text NOT NULL, format bigint NOT NULL, seq bigint NOT NULL,
    high bigint NOT NULL, low bigint NOT NULL, wall bigint NOT NULL, counter bigint NOT NULL,
    row_count bigint NOT NULL, bytes bigint NOT NULL, file_bytes bigint NOT NULL, made_at bigint NOT NULL
  );
  -- How far the streams were at a time: the log has no times of its own.
  CREATE TABLE milestone (
    stream text NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY (stream, seq)
  );
  `,
  POSTGRES_PRESENCE,
  POSTGRES_CHALLENGE,
];

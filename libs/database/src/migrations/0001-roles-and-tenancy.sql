-- Roles are cluster-wide: another database of the same cluster may have made them, or be making them now; where the owner
-- may make none, the server's administrator has (what follows fails when nobody has).
DO $$
BEGIN
  BEGIN CREATE ROLE intreccio_app NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END;
  BEGIN CREATE ROLE intreccio_relay NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END;
END $$;

-- The login that migrates is often the login that serves; it must be able to step down into both roles.
DO $$
BEGIN
  EXECUTE format('GRANT intreccio_app, intreccio_relay TO %I', current_user);
EXCEPTION WHEN OTHERS THEN
  IF NOT pg_has_role(current_user, 'intreccio_app', 'MEMBER') THEN RAISE; END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS btree_gist;

GRANT USAGE ON SCHEMA public TO intreccio_app, intreccio_relay;

-- The community of the running transaction; unset means none, and then row-level security shows no rows.
CREATE FUNCTION current_community() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('app.community', true), '')::uuid $$;

-- The signed-in person of the running transaction: who may see their own memberships across communities.
CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('app.person', true), '')::uuid $$;

-- Puts a table under row-level security: forced, one tenant policy, the given privileges for the runtime role.
CREATE PROCEDURE protect_table(table_name regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', table_name);
  EXECUTE format(
    'CREATE POLICY tenant ON %s USING (community_id = current_community()) WITH CHECK (community_id = current_community())',
    table_name);
  EXECUTE format('GRANT %s ON %s TO intreccio_app', privileges, table_name);
END $$;

-- Append-only tables: history is corrected by adding to it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = '23001';
END $$;

CREATE PROCEDURE make_append_only(table_name regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name);
  EXECUTE format(
    'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', table_name);
END $$;

CREATE TABLE community (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind IN ('district', 'time-bank', 'parish', 'school')),
  time_zone text NOT NULL,
  country char(2) NOT NULL,
  region text,
  default_language text NOT NULL,
  languages text[] NOT NULL,
  desk_phone text NOT NULL,
  desk_email text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL
);
ALTER TABLE community ENABLE ROW LEVEL SECURITY;
ALTER TABLE community FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON community USING (id = current_community()) WITH CHECK (id = current_community());
-- The scheduler asks which communities exist, and nothing else of them.
CREATE POLICY relay_reads_ids ON community FOR SELECT TO intreccio_relay USING (true);
GRANT SELECT, INSERT, UPDATE ON community TO intreccio_app;
GRANT SELECT (id) ON community TO intreccio_relay;

-- Outbox: one row per (event, reaction), written in the transaction of the change, done when its effect is written.
CREATE TABLE outbox (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  topic text NOT NULL,
  reaction text NOT NULL,
  key text NOT NULL,
  payload jsonb NOT NULL CHECK (pg_column_size(payload) < 8192),
  request_id text,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL,
  next_at timestamptz(3) NOT NULL,
  published_at timestamptz(3),
  done_at timestamptz(3),
  dead_at timestamptz(3),
  last_error text CHECK (length(last_error) <= 500),
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, reaction, key)
);
CREATE INDEX outbox_due ON outbox (next_at, id) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (community_id, dead_at) WHERE dead_at IS NOT NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CALL protect_table('outbox');
CREATE POLICY relay_works ON outbox TO intreccio_relay USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE, DELETE ON outbox TO intreccio_relay;

-- Reads of households' data, and acts worth a record. Appended through append_audit alone; sealed into a hash chain in batches.
CREATE TABLE audit_record (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  actor_member_id uuid,
  on_behalf_of uuid,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_ids uuid[] NOT NULL CHECK (cardinality(subject_ids) <= 200),
  reason text CHECK (length(reason) <= 300),
  at timestamptz(3) NOT NULL,
  seal_number bigint,
  seal_hash bytea,
  PRIMARY KEY (community_id, id)
);
CREATE INDEX audit_record_subject ON audit_record USING gin (subject_ids);
CREATE INDEX audit_record_unsealed ON audit_record (community_id, id) WHERE seal_number IS NULL;
CREATE UNIQUE INDEX audit_record_chain ON audit_record (community_id, seal_number) WHERE seal_number IS NOT NULL;
CALL protect_table('audit_record', 'SELECT');

CREATE FUNCTION append_audit(
  record_id uuid, actor uuid, behalf uuid, act text, kind text, subjects uuid[], why text, happened timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO audit_record (community_id, id, actor_member_id, on_behalf_of, action, subject_kind, subject_ids, reason, at)
  VALUES (current_community(), record_id, actor, behalf, act, kind, subjects, why, happened)
$$;
REVOKE ALL ON FUNCTION append_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_audit TO intreccio_app;

-- Canonical bytes of a record: what the hash chain covers (free text stays out of it, so that it can be erased).
CREATE FUNCTION audit_bytes(r audit_record, previous bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT convert_to(concat_ws('|', encode(previous, 'hex'), r.seal_number, r.id, r.actor_member_id, r.on_behalf_of, r.action,
    r.subject_kind, array_to_string(r.subject_ids, ','), extract(epoch FROM r.at)), 'UTF8')
$$;

-- Seals the waiting records of the running community, oldest first; returns how many.
CREATE FUNCTION seal_audit(batch integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  waiting audit_record;
  head_number bigint;
  head_hash bytea;
  sealed integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('seal_audit:' || current_community()::text, 0));
  SELECT seal_number, seal_hash INTO head_number, head_hash FROM audit_record
    WHERE community_id = current_community() AND seal_number IS NOT NULL ORDER BY seal_number DESC LIMIT 1;
  head_number := coalesce(head_number, 0);
  head_hash := coalesce(head_hash, '\x00'::bytea);
  FOR waiting IN SELECT * FROM audit_record
    WHERE community_id = current_community() AND seal_number IS NULL ORDER BY id LIMIT batch LOOP
    head_number := head_number + 1;
    waiting.seal_number := head_number;
    head_hash := sha256(audit_bytes(waiting, head_hash));
    UPDATE audit_record SET seal_number = head_number, seal_hash = head_hash
      WHERE community_id = waiting.community_id AND id = waiting.id;
    sealed := sealed + 1;
  END LOOP;
  RETURN sealed;
END $$;
REVOKE ALL ON FUNCTION seal_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_audit TO intreccio_app;

-- The first sealed record whose hash does not follow from the one before it; NULL when the chain holds.
CREATE FUNCTION verify_audit() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r audit_record;
  expected_number bigint := 0;
  previous bytea := '\x00'::bytea;
BEGIN
  FOR r IN SELECT * FROM audit_record WHERE community_id = current_community() AND seal_number IS NOT NULL ORDER BY seal_number LOOP
    expected_number := expected_number + 1;
    IF r.seal_number <> expected_number OR r.seal_hash <> sha256(audit_bytes(r, previous)) THEN RETURN expected_number; END IF;
    previous := r.seal_hash;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION verify_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_audit TO intreccio_app;

-- Every step of every life cycle: who, for whom, why, when.
CREATE TABLE transition (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  machine text NOT NULL,
  subject_id uuid NOT NULL,
  name text NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  actor_member_id uuid,
  on_behalf_of uuid,
  reason text CHECK (length(reason) <= 500),
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id)
);
CREATE INDEX transition_subject ON transition (community_id, subject_id, id);
CALL protect_table('transition', 'SELECT, INSERT');
CALL make_append_only('transition');

-- Answers kept for repeated POSTs: same key and body, same answer. An answer may hold names, so it is sealed.
CREATE TABLE idempotency_key (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 200),
  request_hash bytea NOT NULL,
  status integer,
  response_sealed bytea,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, member_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (community_id, created_at);
CALL protect_table('idempotency_key');

-- Shared counters of the rate limits; no personal data, keys are hashes.
CREATE TABLE rate_window (
  key bytea NOT NULL,
  window_start timestamptz(3) NOT NULL,
  hits integer NOT NULL,
  PRIMARY KEY (key, window_start)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_window TO intreccio_app;

-- The demonstration's clock: how far business time runs ahead of the machine's. Not used in production.
CREATE TABLE demo_clock (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  offset_ms bigint NOT NULL
);
INSERT INTO demo_clock (offset_ms) VALUES (0);
GRANT SELECT, UPDATE ON demo_clock TO intreccio_app;

-- The second form of the chain's links: every column is in its bytes, each with its length before it, so that nothing can
-- move from one column to the next, null is not empty, and a record of one community fits no other's chain. Links of the
-- first form (`seal_format` null) stay as they are. A reason can be erased, so the link holds its salted hash.
ALTER TABLE audit_record
  ADD COLUMN seal_format smallint CHECK (seal_format = 2),
  ADD COLUMN reason_salt bytea,
  ADD COLUMN reason_hash bytea;

CREATE FUNCTION chain_field(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '\x00'::bytea ELSE '\x01'::bytea || int4send(octet_length(value)) || value END
$$;

CREATE FUNCTION audit_bytes_2(r audit_record, previous bytea) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT '\x02'::bytea || chain_field(previous) || chain_field(uuid_send(r.community_id)) || chain_field(int8send(r.seal_number))
    || chain_field(uuid_send(r.id)) || chain_field(uuid_send(r.actor_member_id)) || chain_field(uuid_send(r.on_behalf_of))
    || chain_field(convert_to(r.action, 'UTF8')) || chain_field(convert_to(r.subject_kind, 'UTF8'))
    || chain_field(array_send(r.subject_ids)) || chain_field(r.reason_hash) || chain_field(timestamptz_send(r.at))
$$;

CREATE FUNCTION audit_reason_hash(salt bytea, reason text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(salt || convert_to(reason, 'UTF8'))
$$;

-- Seals the waiting records of the running community, oldest first; returns how many.
CREATE OR REPLACE FUNCTION seal_audit(batch integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
  -- Locked: a reason that is erased meanwhile is erased before it is hashed, or after.
  FOR waiting IN SELECT * FROM audit_record
    WHERE community_id = current_community() AND seal_number IS NULL ORDER BY id LIMIT batch FOR UPDATE LOOP
    head_number := head_number + 1;
    waiting.seal_number := head_number;
    waiting.seal_format := 2;
    waiting.reason_salt := CASE WHEN waiting.reason IS NOT NULL THEN uuid_send(gen_random_uuid()) END;
    waiting.reason_hash := audit_reason_hash(waiting.reason_salt, waiting.reason);
    head_hash := sha256(audit_bytes_2(waiting, head_hash));
    UPDATE audit_record SET seal_number = head_number, seal_hash = head_hash, seal_format = waiting.seal_format,
      reason_salt = waiting.reason_salt, reason_hash = waiting.reason_hash
      WHERE community_id = waiting.community_id AND id = waiting.id;
    sealed := sealed + 1;
  END LOOP;
  RETURN sealed;
END $$;

-- Does the record follow from the one before it? A reason is what it was, or it was erased with its salt; a chain never
-- goes back to the first form.
CREATE FUNCTION audit_follows(r audit_record, previous audit_record) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    r.seal_number = coalesce(previous.seal_number, 0) + 1
    AND CASE WHEN r.seal_format = 2
      THEN r.seal_hash = sha256(audit_bytes_2(r, coalesce(previous.seal_hash, '\x00'::bytea)))
        AND (r.reason IS NULL) = (r.reason_salt IS NULL)
        AND (r.reason IS NULL OR r.reason_hash = audit_reason_hash(r.reason_salt, r.reason))
      ELSE r.seal_hash = sha256(audit_bytes(r, coalesce(previous.seal_hash, '\x00'::bytea)))
        AND previous.seal_format IS NULL AND r.reason_salt IS NULL AND r.reason_hash IS NULL
      END, false)
$$;

-- A stretch of the chain after a number: the first record that does not follow from the one before it, by the number at
-- which it was looked for (null when all do), and how far it was looked at (null when there was nothing more).
CREATE FUNCTION check_audit(after bigint, most integer, OUT broken bigint, OUT last bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r audit_record;
  previous audit_record;
BEGIN
  IF after > 0 THEN
    SELECT * INTO previous FROM audit_record WHERE community_id = current_community() AND seal_number = after;
    IF NOT FOUND THEN broken := after; RETURN; END IF;
  ELSIF EXISTS (SELECT FROM audit_record WHERE community_id = current_community() AND seal_number < 1) THEN
    broken := 1;
    RETURN;
  END IF;
  FOR r IN SELECT * FROM audit_record WHERE community_id = current_community() AND seal_number > after
    ORDER BY seal_number LIMIT most LOOP
    IF NOT audit_follows(r, previous) THEN broken := coalesce(previous.seal_number, 0) + 1; RETURN; END IF;
    previous := r;
    last := r.seal_number;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION check_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_audit TO intreccio_app;

-- The whole chain; NULL when it holds.
CREATE OR REPLACE FUNCTION verify_audit() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT broken FROM check_audit(0, NULL)
$$;

CREATE OR REPLACE FUNCTION erase_audit_reasons(subjects uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE audit_record SET reason = NULL, reason_salt = NULL
  WHERE community_id = current_community() AND reason IS NOT NULL AND subject_ids && subjects
$$;

-- The ends of the chains, day by day: whoever writes a chain anew has to explain the heads that were told before.
CREATE TABLE chain_head (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  chain text NOT NULL CHECK (chain IN ('audit', 'register')),
  organisation_id uuid CHECK (organisation_id IS NULL OR chain = 'register'),
  number bigint NOT NULL CHECK (number > 0),
  hash bytea NOT NULL,
  exported_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id)
);
CREATE UNIQUE INDEX chain_head_number ON chain_head (community_id, chain, organisation_id, number) NULLS NOT DISTINCT;
CALL protect_table('chain_head', 'SELECT, INSERT');
CALL make_append_only('chain_head');

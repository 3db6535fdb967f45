-- When cover ends: the last moment of an occasional volunteer's days, or of the day somebody leaves.
ALTER TABLE member ADD COLUMN insured_until timestamptz(3);
-- The day a member comes of age, for those who are minors when they enter; never a birth date of an adult.
ALTER TABLE member ADD COLUMN adult_on date;

-- The register of those who give time: one numbered, append-only chain an organisation (NULL: the community's own).
-- Ids alone: names are looked up when it is printed, so that they can be erased.
CREATE TABLE register_entry (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  organisation_id uuid,
  number bigint NOT NULL CHECK (number > 0),
  kind text NOT NULL CHECK (kind IN ('entered', 'left')),
  member_id uuid NOT NULL,
  occasional boolean NOT NULL,
  happened_on date NOT NULL,
  covered_from timestamptz(3),
  covered_until timestamptz(3),
  recorded_by uuid CHECK (recorded_by <> member_id),
  recorded_at timestamptz(3) NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK (covered_until > covered_from),
  CHECK (NOT occasional OR kind = 'left' OR covered_until IS NOT NULL),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, recorded_by) REFERENCES member (community_id, id)
);
CREATE UNIQUE INDEX register_entry_number ON register_entry (community_id, organisation_id, number) NULLS NOT DISTINCT;
CREATE INDEX register_entry_member ON register_entry (community_id, member_id, id);
CALL protect_table('register_entry', 'SELECT');
CALL make_append_only('register_entry');

-- Canonical bytes of an entry: what its hash covers, the entry before it included.
CREATE FUNCTION register_bytes(r register_entry, previous bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT convert_to(concat_ws('|', encode(previous, 'hex'), r.community_id, coalesce(r.organisation_id::text, '-'), r.number,
    r.id, r.kind, r.member_id, r.occasional, r.happened_on - DATE '1970-01-01', coalesce(extract(epoch FROM r.covered_from)::text, '-'),
    coalesce(extract(epoch FROM r.covered_until)::text, '-'), coalesce(r.recorded_by::text, '-'),
    extract(epoch FROM r.recorded_at)), 'UTF8')
$$;

-- The only way into the register. One at a time an organisation: the number and the hash follow from the entry before.
CREATE FUNCTION append_register(
  entry_id uuid, organisation uuid, what text, member uuid, is_occasional boolean, happened date,
  cover_from timestamptz, cover_until timestamptz, recorder uuid, recorded timestamptz
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  fresh register_entry;
  previous bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(
    hashtextextended('register:' || current_community()::text || coalesce(organisation::text, ''), 0));
  SELECT number, hash INTO fresh.number, previous FROM register_entry
    WHERE community_id = current_community() AND organisation_id IS NOT DISTINCT FROM organisation
    ORDER BY number DESC LIMIT 1;
  fresh.community_id := current_community();
  fresh.id := entry_id;
  fresh.organisation_id := organisation;
  fresh.number := coalesce(fresh.number, 0) + 1;
  fresh.kind := what;
  fresh.member_id := member;
  fresh.occasional := is_occasional;
  fresh.happened_on := happened;
  fresh.covered_from := cover_from;
  fresh.covered_until := cover_until;
  fresh.recorded_by := recorder;
  fresh.recorded_at := recorded;
  fresh.hash := sha256(register_bytes(fresh, coalesce(previous, '\x00'::bytea)));
  INSERT INTO register_entry VALUES (fresh.*);
  RETURN fresh.number;
END $$;
REVOKE ALL ON FUNCTION append_register FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_register TO intreccio_app;

-- The first entry of an organisation's register that does not follow from the one before it; NULL when the chain holds.
CREATE FUNCTION verify_register(organisation uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r register_entry;
  expected bigint := 0;
  previous bytea := '\x00'::bytea;
BEGIN
  FOR r IN SELECT * FROM register_entry WHERE community_id = current_community()
    AND organisation_id IS NOT DISTINCT FROM organisation ORDER BY number LOOP
    expected := expected + 1;
    IF r.number <> expected OR r.hash <> sha256(register_bytes(r, previous)) THEN RETURN expected; END IF;
    previous := r.hash;
  END LOOP;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION verify_register FROM PUBLIC;
GRANT EXECUTE ON FUNCTION verify_register TO intreccio_app;

-- Guardians' consent that a minor volunteers: heard or seen by the desk, until a day, withdrawable. No copy is kept.
CREATE TABLE minor_consent (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  guardian_sealed bytea NOT NULL,
  given_on date NOT NULL,
  valid_until date NOT NULL CHECK (valid_until >= given_on),
  recorded_by uuid NOT NULL CHECK (recorded_by <> member_id),
  withdrawn_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, recorded_by) REFERENCES member (community_id, id)
);
CREATE INDEX minor_consent_member ON minor_consent (community_id, member_id, valid_until);
CALL protect_table('minor_consent');

-- Members who are related: nobody gives registered or credited time to their own relatives.
CREATE TABLE member_relative (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  relative_id uuid NOT NULL CHECK (relative_id > member_id),
  recorded_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, member_id, relative_id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, relative_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, recorded_by) REFERENCES member (community_id, id)
);
CREATE INDEX member_relative_other ON member_relative (community_id, relative_id);
CALL protect_table('member_relative');

-- Whether a member may give time on a day: of age, or with a guardian's consent that holds.
CREATE FUNCTION may_give_time(member uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT m.adult_on IS NULL OR m.adult_on <= on_day OR EXISTS (SELECT FROM minor_consent k
    WHERE k.community_id = m.community_id AND k.member_id = m.id AND k.withdrawn_at IS NULL
      AND k.given_on <= on_day AND k.valid_until >= on_day)
  FROM member m WHERE m.community_id = current_community() AND m.id = member
$$;

-- Neither side has blocked the other, and they are not related: matching keeps the rest apart.
CREATE FUNCTION kept_apart(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM member_block WHERE community_id = current_community() AND member_id = one AND blocked_member_id = other)
    OR EXISTS (SELECT FROM member_block WHERE community_id = current_community() AND member_id = other AND blocked_member_id = one)
    OR EXISTS (SELECT FROM member_relative WHERE community_id = current_community()
      AND member_id = least(one, other) AND relative_id = greatest(one, other))
$$;

-- How a session was opened, from which kind of browser, and whether its person has proved a second factor.
ALTER TABLE sign_in_session
  ADD COLUMN way text NOT NULL DEFAULT 'mail' CHECK (way IN ('mail', 'phone', 'issuer', 'passkey', 'demonstration')),
  ADD COLUMN browser text,
  ADD COLUMN system text,
  ADD COLUMN second_factor text CHECK (second_factor IN ('passkey', 'authenticator', 'recovery-code', 'issuer', 'demonstration')),
  ADD COLUMN second_factor_at timestamptz(3),
  ADD CHECK ((second_factor IS NULL) = (second_factor_at IS NULL));

-- Who has, or had, a second factor: what passkeys know them by, and wrong codes since the last right one.
CREATE TABLE factor_holder (
  person_id uuid PRIMARY KEY REFERENCES person (id),
  user_handle bytea NOT NULL UNIQUE,
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz(3)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON factor_holder TO intreccio_app;

CREATE TABLE passkey (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES factor_holder (person_id) ON DELETE CASCADE,
  credential_id bytea NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  browser text,
  system text,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3)
);
CREATE INDEX passkey_person ON passkey (person_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey TO intreccio_app;

-- One in use and one being set up. The last step used is kept: a code that was read over a shoulder opens nothing.
CREATE TABLE authenticator (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES factor_holder (person_id) ON DELETE CASCADE,
  secret_sealed bytea NOT NULL,
  last_step bigint,
  created_at timestamptz(3) NOT NULL,
  confirmed_at timestamptz(3),
  last_used_at timestamptz(3)
);
CREATE UNIQUE INDEX authenticator_in_use ON authenticator (person_id) WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX authenticator_being_set_up ON authenticator (person_id) WHERE confirmed_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON authenticator TO intreccio_app;

CREATE TABLE recovery_code (
  person_id uuid NOT NULL REFERENCES factor_holder (person_id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  PRIMARY KEY (person_id, code_hash)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO intreccio_app;

-- What a passkey must sign: once, soon, in the session (or, before there is one, the browser) that asked.
CREATE TABLE passkey_challenge (
  challenge_hash bytea PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('enrol', 'present', 'sign-in')),
  bound_to bytea NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX passkey_challenge_expiry ON passkey_challenge (expires_at);
GRANT SELECT, INSERT, DELETE ON passkey_challenge TO intreccio_app;

-- Browsers a person has signed in with: hashes that tell two people on one device nothing of each other.
CREATE TABLE known_device (
  person_id uuid NOT NULL REFERENCES person (id),
  device_hash bytea NOT NULL,
  first_seen_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  PRIMARY KEY (person_id, device_hash)
);
CREATE INDEX known_device_age ON known_device (last_seen_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON known_device TO intreccio_app;

CREATE FUNCTION has_second_factor(the_person uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM passkey WHERE person_id = the_person)
    OR EXISTS (SELECT FROM authenticator WHERE person_id = the_person AND confirmed_at IS NOT NULL)
$$;

-- As before, and what decides whether a second factor is missing: asked only where none was proved.
DROP FUNCTION resolve_session;
CREATE FUNCTION resolve_session(the_hash bytea, at timestamptz, idle_minutes integer)
RETURNS TABLE (session_id uuid, person_id uuid, community_id uuid, member_id uuid, roles text[], opened_at timestamptz,
  second_factor_at timestamptz, enrolled boolean, demanded jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s sign_in_session;
BEGIN
  SELECT * INTO s FROM sign_in_session WHERE token_hash = the_hash AND revoked_at IS NULL AND expires_at > at
    AND last_seen_at > at - make_interval(mins => idle_minutes);
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.community', s.community_id::text, true);
  IF s.last_seen_at < at - interval '5 minutes' THEN
    UPDATE sign_in_session SET last_seen_at = at WHERE id = s.id;
  END IF;
  RETURN QUERY
    SELECT s.id, s.person_id, s.community_id, s.member_id,
      array(SELECT r.role FROM member_role r WHERE r.community_id = s.community_id AND r.member_id = s.member_id ORDER BY r.role),
      s.created_at::timestamptz, s.second_factor_at::timestamptz,
      CASE WHEN s.second_factor_at IS NULL THEN has_second_factor(s.person_id) END,
      CASE WHEN s.second_factor_at IS NULL THEN
        (SELECT jsonb_object_agg(p.key, p.value) FROM (
          SELECT DISTINCT ON (c.key) c.key, c.value FROM community_policy c JOIN community k ON k.id = c.community_id
          WHERE c.community_id = s.community_id AND c.key IN ('coordinatorSecondFactor', 'administratorSecondFactor', 'auditorSecondFactor')
            AND c.valid_from <= (at AT TIME ZONE k.time_zone)::date
          ORDER BY c.key, c.valid_from DESC) p) END
    FROM member m
    WHERE m.community_id = s.community_id AND m.id = s.member_id AND m.person_id = s.person_id AND m.state = 'active';
END $$;
REVOKE ALL ON FUNCTION resolve_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION resolve_session TO intreccio_app;

-- As before, with what a person signed in with beside their addresses.
CREATE OR REPLACE FUNCTION forget_person(gone uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  actor text := coalesce(current_setting('app.person', true), '');
BEGIN
  -- Memberships of other communities are seen by their own person alone.
  PERFORM set_config('app.person', gone::text, true);
  IF EXISTS (SELECT FROM member WHERE person_id = gone) THEN
    PERFORM set_config('app.person', actor, true);
    RETURN;
  END IF;
  PERFORM set_config('app.person', actor, true);
  DELETE FROM sign_in_challenge WHERE person_id = gone;
  DELETE FROM sign_in_session WHERE person_id = gone;
  DELETE FROM factor_holder WHERE person_id = gone;
  DELETE FROM known_device WHERE person_id = gone;
  UPDATE person SET email_index = NULL, phone_index = NULL WHERE id = gone;
END $$;
REVOKE ALL ON FUNCTION forget_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_person TO intreccio_app;

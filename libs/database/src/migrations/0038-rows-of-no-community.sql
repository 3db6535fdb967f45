-- Row-level security is forced on what belongs to no community, too. Its rows are reached in the name of the person whose
-- they are, by the community they point at, or by the work they are for. Whatever else runs sees none of them.

-- What the running transaction is about where neither a community nor a person says it; '' while one of them does.
CREATE FUNCTION current_work() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT coalesce(current_setting('app.work', true), '') $$;

-- The one place that says it. @returns what it was before, to be said again afterwards
CREATE FUNCTION turn_to(work text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  former text := current_work();
BEGIN
  PERFORM set_config('app.work', work, true);
  RETURN former;
END $$;

-- The same for the person in whose name something is done.
CREATE FUNCTION turn_to_person(person text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  former text := coalesce(current_setting('app.person', true), '');
BEGIN
  PERFORM set_config('app.person', person, true);
  RETURN former;
END $$;

DROP FUNCTION open_community(text, text);
CREATE FUNCTION open_community(community text, person text, work text DEFAULT '') RETURNS bytea LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.community', community, true), set_config('app.person', person, true), turn_to(work);
  IF community = '' THEN RETURN NULL; END IF;
  RETURN (SELECT k.wrapped FROM community_key k WHERE k.community_id = community::uuid ORDER BY k.version DESC LIMIT 1);
END $$;

-- One policy a way in; `works` are those the table's rows are for, none: nothing but the other ways.
CREATE PROCEDURE protect_for_work(table_name regclass, VARIADIC works text[]) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', table_name);
  IF works <> '{}' THEN
    EXECUTE format('CREATE POLICY work ON %s USING (current_work() = ANY (%L::text[]))', table_name, works);
  END IF;
END $$;

CALL protect_for_work('person', 'sign-in');
CREATE POLICY own ON person USING (id = current_person());
CREATE POLICY of_members ON person USING (EXISTS (SELECT FROM member m
  WHERE m.community_id = current_community() AND m.person_id = person.id));

-- What signs a person in is theirs. Before it is known who comes, it is looked up by a hash or a key's own id.
CALL protect_for_work('sign_in_challenge', 'sign-in', 'upkeep');
CREATE POLICY own ON sign_in_challenge USING (person_id = current_person());
CALL protect_for_work('sign_in_session', 'sign-in', 'upkeep');
CREATE POLICY own ON sign_in_session USING (person_id = current_person());
CREATE POLICY tenant ON sign_in_session USING (community_id = current_community());
CALL protect_for_work('factor_holder', 'sign-in');
CREATE POLICY own ON factor_holder USING (person_id = current_person());
CALL protect_for_work('passkey', 'sign-in');
CREATE POLICY own ON passkey USING (person_id = current_person());
CALL protect_for_work('authenticator', 'sign-in', 'upkeep');
CREATE POLICY own ON authenticator USING (person_id = current_person());
CALL protect_for_work('recovery_code', VARIADIC '{}'::text[]);
CREATE POLICY own ON recovery_code USING (person_id = current_person());
CALL protect_for_work('known_device', 'upkeep');
CREATE POLICY own ON known_device USING (person_id = current_person());
CALL protect_for_work('passkey_challenge', 'sign-in', 'upkeep');
CALL protect_for_work('identity_attempt', 'sign-in', 'upkeep');

-- What finds a community: the community's own, and found by whoever brings the secret.
CALL protect_for_work('invitation_key', 'sign-in', 'upkeep');
CREATE POLICY tenant ON invitation_key USING (community = current_community());
CALL protect_for_work('sms_question', 'messages', 'upkeep');
CREATE POLICY tenant ON sms_question USING (community = current_community());
CALL protect_for_work('sms_received', 'messages', 'upkeep');
CALL protect_for_work('push_key', 'messages');

-- Printed on every door, written by the community alone.
CALL protect_for_work('public_desk', VARIADIC '{}'::text[]);
CREATE POLICY printed ON public_desk FOR SELECT USING (true);
CREATE POLICY tenant ON public_desk USING (community = current_community());

CALL protect_for_work('rate_window', 'counting', 'upkeep');
CALL protect_for_work('demo_clock', 'demonstration');
-- Which files have run is no secret: the health of the service is asked by it.
CALL protect_for_work('migration', 'migration');
CREATE POLICY known ON migration FOR SELECT USING (true);

-- As before, as the work of signing in.
CREATE OR REPLACE FUNCTION resolve_session(the_hash bytea, at timestamptz, idle_minutes integer)
RETURNS TABLE (session_id uuid, person_id uuid, community_id uuid, member_id uuid, roles text[], opened_at timestamptz,
  second_factor_at timestamptz, enrolled boolean, demanded jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  former text := turn_to('sign-in');
  s sign_in_session;
BEGIN
  SELECT * INTO s FROM sign_in_session WHERE token_hash = the_hash AND revoked_at IS NULL AND expires_at > at
    AND last_seen_at > at - make_interval(mins => idle_minutes);
  IF FOUND THEN
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
  END IF;
  PERFORM turn_to(former);
END $$;

-- As before; what was a person's goes in their name.
CREATE OR REPLACE FUNCTION forget_person(gone uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  actor text := turn_to_person(gone::text);
BEGIN
  -- Memberships of other communities are seen by their own person alone.
  IF NOT EXISTS (SELECT FROM member WHERE person_id = gone) THEN
    DELETE FROM sign_in_challenge WHERE person_id = gone;
    DELETE FROM sign_in_session WHERE person_id = gone;
    DELETE FROM factor_holder WHERE person_id = gone;
    DELETE FROM known_device WHERE person_id = gone;
    UPDATE person SET email_index = NULL, phone_index = NULL WHERE id = gone;
  END IF;
  PERFORM turn_to_person(actor);
END $$;

-- The person who signs in with an address, made with this id where there is none. An e-mail address goes before a phone.
CREATE FUNCTION person_with_address(by_email bytea, by_phone bytea, new_id uuid, at timestamptz) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to('sign-in');
  found_id uuid;
BEGIN
  IF by_email IS NOT NULL THEN
    INSERT INTO person AS p (id, email_index, created_at) VALUES (new_id, by_email, at)
      ON CONFLICT (email_index) DO NOTHING RETURNING p.id INTO found_id;
    IF found_id IS NULL THEN SELECT p.id INTO found_id FROM person p WHERE p.email_index = by_email; END IF;
  ELSE
    INSERT INTO person AS p (id, phone_index, created_at) VALUES (new_id, by_phone, at)
      ON CONFLICT (phone_index) DO NOTHING RETURNING p.id INTO found_id;
    IF found_id IS NULL THEN SELECT p.id INTO found_id FROM person p WHERE p.phone_index = by_phone; END IF;
  END IF;
  PERFORM turn_to(former);
  RETURN found_id;
END $$;

-- Does somebody other than this person sign in with one of the addresses? Nothing else of them is told.
CREATE FUNCTION is_address_of_another(by_email bytea, by_phone bytea, the_person uuid) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to('sign-in');
  answer boolean := EXISTS (SELECT FROM person p WHERE (p.email_index = by_email OR p.phone_index = by_phone) AND p.id <> the_person);
BEGIN
  PERFORM turn_to(former);
  RETURN answer;
END $$;

-- Ends the sessions of a person in every community, but one. @returns those that were open
CREATE FUNCTION end_sessions(the_person uuid, except_id uuid, at timestamptz) RETURNS TABLE (id uuid, community_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to_person(the_person::text);
BEGIN
  RETURN QUERY UPDATE sign_in_session s SET revoked_at = at
    WHERE s.person_id = the_person AND s.revoked_at IS NULL AND s.id IS DISTINCT FROM except_id
    RETURNING s.id, s.community_id;
  PERFORM turn_to_person(former);
END $$;

-- Takes all that a person shows besides their address away.
CREATE FUNCTION forget_factors(the_person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to_person(the_person::text);
BEGIN
  DELETE FROM factor_holder WHERE person_id = the_person;
  PERFORM turn_to_person(former);
END $$;

-- A person signs in by their phone no more, nor with a code that was sent to it.
CREATE FUNCTION close_phone(the_person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to_person(the_person::text);
BEGIN
  DELETE FROM sign_in_challenge c USING person p
    WHERE p.id = the_person AND c.person_id = p.id AND c.address_index = p.phone_index;
  UPDATE person SET phone_index = NULL WHERE id = the_person;
  PERFORM turn_to_person(former);
END $$;

-- Where an invitation leads, for whoever brings its secret.
CREATE FUNCTION find_invitation(the_hash bytea, at timestamptz) RETURNS TABLE (community uuid, invitation_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to('sign-in');
BEGIN
  RETURN QUERY SELECT k.community, k.invitation_id FROM invitation_key k WHERE k.hash = the_hash AND k.expires_at > at;
  PERFORM turn_to(former);
END $$;

-- As before, as the work of counting. A count that a crash loses is no loss, where the caller says so.
DROP FUNCTION add_hits(bytea[], integer[], timestamptz, integer);
CREATE FUNCTION add_hits(the_keys bytea[], adds integer[], at timestamptz, seconds integer, loosely boolean DEFAULT true)
RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to('counting');
  counted integer[] := '{}';
  one integer;
BEGIN
  IF loosely THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
  FOR i IN 1 .. cardinality(the_keys) LOOP
    INSERT INTO rate_window AS w (key, window_start, hits)
    VALUES (the_keys[i], to_timestamp(floor(extract(epoch FROM at) / seconds) * seconds), adds[i])
    ON CONFLICT (key, window_start) DO UPDATE SET hits = w.hits + excluded.hits
    RETURNING hits INTO one;
    counted := counted || one;
  END LOOP;
  PERFORM turn_to(former);
  RETURN counted;
END $$;

CREATE OR REPLACE FUNCTION count_hit(the_key bytea, at timestamptz, seconds integer) RETURNS integer LANGUAGE sql AS $$
  SELECT (add_hits(ARRAY[the_key], ARRAY[1], at, seconds, false))[1]
$$;

CREATE OR REPLACE FUNCTION count_hits(the_keys bytea[], at timestamptz, seconds integer) RETURNS integer[] LANGUAGE sql AS $$
  SELECT add_hits(the_keys, array_fill(1, ARRAY[cardinality(the_keys)]), at, seconds)
$$;

-- How often it happened in the running window, without counting the question.
CREATE FUNCTION hits_so_far(the_key bytea, at timestamptz, seconds integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to('counting');
  so_far integer := coalesce((SELECT w.hits FROM rate_window w
    WHERE w.key = the_key AND w.window_start = to_timestamp(floor(extract(epoch FROM at) / seconds) * seconds)), 0);
BEGIN
  PERFORM turn_to(former);
  RETURN so_far;
END $$;

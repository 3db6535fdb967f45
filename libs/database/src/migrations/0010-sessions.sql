-- One call for every request: which member holds this session, and with which roles. Notes the visit at most every five minutes.
CREATE FUNCTION resolve_session(the_hash bytea, at timestamptz, idle_minutes integer)
RETURNS TABLE (session_id uuid, person_id uuid, community_id uuid, member_id uuid, roles text[])
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
      array(SELECT r.role FROM member_role r WHERE r.community_id = s.community_id AND r.member_id = s.member_id ORDER BY r.role)
    FROM member m
    WHERE m.community_id = s.community_id AND m.id = s.member_id AND m.person_id = s.person_id AND m.state = 'active';
END $$;
REVOKE ALL ON FUNCTION resolve_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION resolve_session TO intreccio_app;

-- Counts a hit in a fixed window shared by all processes; returns the hits so far.
CREATE FUNCTION count_hit(the_key bytea, at timestamptz, seconds integer) RETURNS integer LANGUAGE sql AS $$
  INSERT INTO rate_window AS w (key, window_start, hits)
  VALUES (the_key, to_timestamp(floor(extract(epoch FROM at) / seconds) * seconds), 1)
  ON CONFLICT (key, window_start) DO UPDATE SET hits = w.hits + 1
  RETURNING hits
$$;
CREATE INDEX rate_window_age ON rate_window (window_start);

-- As before, with every policy that demands a second factor: a community may demand it of families and helpers, too.
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
            WHERE c.community_id = s.community_id AND c.key LIKE '%SecondFactor'
              AND c.valid_from <= (at AT TIME ZONE k.time_zone)::date
            ORDER BY c.key, c.valid_from DESC) p) END
      FROM member m
      WHERE m.community_id = s.community_id AND m.id = s.member_id AND m.person_id = s.person_id AND m.state = 'active';
  END IF;
  PERFORM turn_to(former);
END $$;

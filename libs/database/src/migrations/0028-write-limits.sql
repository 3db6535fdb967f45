-- Counts a hit for each key in a fixed window shared by all processes; returns the hits so far, in the keys' order. Callers
-- name keys from the narrowest to the widest, so that what everybody counts on is locked last and shortest, and nobody
-- waits for the disk: a count that a crash loses is no loss.
CREATE FUNCTION count_hits(the_keys bytea[], at timestamptz, seconds integer) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  counted integer[] := '{}';
  the_key bytea;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  FOREACH the_key IN ARRAY the_keys LOOP
    counted := counted || count_hit(the_key, at, seconds);
  END LOOP;
  RETURN counted;
END $$;

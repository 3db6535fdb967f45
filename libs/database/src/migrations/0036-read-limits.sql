-- Adds to each key's hits in a fixed window shared by all processes; returns the hits so far, in the keys' order. As
-- `count_hits`, for what is too frequent to be counted one by one.
CREATE FUNCTION add_hits(the_keys bytea[], adds integer[], at timestamptz, seconds integer) RETURNS integer[]
LANGUAGE plpgsql AS $$
DECLARE
  counted integer[] := '{}';
  one integer;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  FOR i IN 1 .. cardinality(the_keys) LOOP
    INSERT INTO rate_window AS w (key, window_start, hits)
    VALUES (the_keys[i], to_timestamp(floor(extract(epoch FROM at) / seconds) * seconds), adds[i])
    ON CONFLICT (key, window_start) DO UPDATE SET hits = w.hits + excluded.hits
    RETURNING hits INTO one;
    counted := counted || one;
  END LOOP;
  RETURN counted;
END $$;

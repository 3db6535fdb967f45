-- The data keys of a community, newest version last, wrapped by the master key, which is not in the database. A key that
-- was destroyed stays as an empty row: its version is never given again, and what it sealed opens no more.
CREATE TABLE community_key (
  community_id uuid NOT NULL REFERENCES community,
  version integer NOT NULL CHECK (version BETWEEN 1 AND 65535),
  wrapped bytea NOT NULL CHECK (octet_length(wrapped) IN (0, 61)),
  created_at timestamptz(3) NOT NULL,
  -- Since when nothing is sealed under an older one; empty while a rotation goes on.
  settled_at timestamptz(3),
  PRIMARY KEY (community_id, version)
);
-- The runtime reads keys and makes the first; only the owner rotates and destroys.
CALL protect_table('community_key', 'SELECT, INSERT');

-- Sets who asks for the rest of the transaction, and says the community's newest key: a change of key is seen by
-- whatever begins after it.
CREATE FUNCTION open_community(community text, person text) RETURNS bytea LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.community', community, true), set_config('app.person', person, true);
  IF community = '' THEN RETURN NULL; END IF;
  RETURN (SELECT k.wrapped FROM community_key k WHERE k.community_id = community::uuid ORDER BY k.version DESC LIMIT 1);
END $$;

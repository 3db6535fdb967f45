-- A link in a mail that confirms one time entry for one member, and nothing else. The mail alone holds the token.
CREATE TABLE hours_link (
  community_id uuid NOT NULL REFERENCES community (id),
  token_hash bytea NOT NULL,
  time_entry_id uuid NOT NULL,
  member_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  PRIMARY KEY (community_id, token_hash),
  FOREIGN KEY (community_id, time_entry_id) REFERENCES time_entry (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE INDEX hours_link_expiry ON hours_link (community_id, expires_at);
CALL protect_table('hours_link');

-- Whom to call, for pages that know no community yet: what each community prints on its door, and nothing else of it.
CREATE TABLE public_desk (
  community uuid PRIMARY KEY REFERENCES community (id),
  name text NOT NULL,
  phone text NOT NULL
);
CREATE INDEX public_desk_name ON public_desk (name, community);
GRANT SELECT ON public_desk TO intreccio_app;

CREATE FUNCTION note_public_desk() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO public_desk (community, name, phone) VALUES (NEW.id, NEW.name, NEW.desk_phone)
    ON CONFLICT (community) DO UPDATE SET name = excluded.name, phone = excluded.phone;
  RETURN NULL;
END $$;
CREATE TRIGGER public_desk AFTER INSERT OR UPDATE OF name, desk_phone ON community
  FOR EACH ROW EXECUTE FUNCTION note_public_desk();

-- The owner of the tables is held by row-level security too.
ALTER TABLE community NO FORCE ROW LEVEL SECURITY;
INSERT INTO public_desk (community, name, phone) SELECT id, name, desk_phone FROM community;
ALTER TABLE community FORCE ROW LEVEL SECURITY;

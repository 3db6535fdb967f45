-- Codes by SMS cost money: they go to phones of the communities' own countries, and no community is known before sign-in.
ALTER TABLE public_desk ADD COLUMN country char(2);

CREATE OR REPLACE FUNCTION note_public_desk() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO public_desk (community, name, phone, country) VALUES (NEW.id, NEW.name, NEW.desk_phone, NEW.country)
    ON CONFLICT (community) DO UPDATE SET name = excluded.name, phone = excluded.phone, country = excluded.country;
  RETURN NULL;
END $$;
DROP TRIGGER public_desk ON community;
CREATE TRIGGER public_desk AFTER INSERT OR UPDATE OF name, desk_phone, country ON community
  FOR EACH ROW EXECUTE FUNCTION note_public_desk();

-- The owner of the tables is held by row-level security too.
ALTER TABLE community NO FORCE ROW LEVEL SECURITY;
UPDATE public_desk d SET country = c.country FROM community c WHERE c.id = d.community;
ALTER TABLE community FORCE ROW LEVEL SECURITY;
ALTER TABLE public_desk ALTER COLUMN country SET NOT NULL;

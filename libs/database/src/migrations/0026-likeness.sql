-- Keyed hashes of how a name sounds, so that somebody who is there already is found before they are entered twice: without
-- the key they say nothing. Null where a name was written before there were any; they are made when somebody is looked for.
ALTER TABLE member_identity ADD COLUMN likeness bytea[];
CREATE INDEX member_identity_likeness ON member_identity USING gin (likeness);
CREATE INDEX member_identity_unheard ON member_identity (community_id, member_id) WHERE likeness IS NULL;

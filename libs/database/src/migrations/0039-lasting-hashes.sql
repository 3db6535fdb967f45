-- A master key is changed, and what was hashed under it cannot be hashed anew: nobody knows the codes that people keep, nor
-- what an issuer calls them. The key of such hashes is kept as it is, wrapped by the master key as communities' keys are.
-- No row: the key still follows from the master key.
CREATE TABLE hash_key (
  purpose text PRIMARY KEY CHECK (purpose IN ('recovery-code', 'identity')),
  wrapped bytea NOT NULL CHECK (octet_length(wrapped) = 61)
);
-- Only the operator writes it; the runtime asks for the one it needs.
CALL protect_for_work('hash_key', 'sign-in');
GRANT SELECT ON hash_key TO intreccio_app;

CREATE FUNCTION hash_key_for(the_purpose text) RETURNS bytea LANGUAGE plpgsql AS $$
DECLARE
  former text := turn_to('sign-in');
  kept bytea := (SELECT k.wrapped FROM hash_key k WHERE k.purpose = the_purpose);
BEGIN
  PERFORM turn_to(former);
  RETURN kept;
END $$;

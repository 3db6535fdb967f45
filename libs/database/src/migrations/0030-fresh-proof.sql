-- When the session's person proved anew, by a code to their own address, that it is them.
ALTER TABLE sign_in_session ADD COLUMN proved_at timestamptz(3);

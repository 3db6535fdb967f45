-- Somebody was sent to an issuer: what they bring back counts once, in the browser that left. Nothing here can be read back.
CREATE TABLE identity_attempt (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  state_hash bytea NOT NULL UNIQUE,
  browser_hash bytea NOT NULL,
  -- The session of the member who left to link an identity; NULL for whoever left to sign in.
  session_id uuid,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  consumed_at timestamptz(3)
);
CREATE INDEX identity_attempt_expiry ON identity_attempt (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_attempt TO intreccio_app;

-- The keyed hash of (issuer, subject) that the running transaction has proof of.
CREATE FUNCTION current_identity() RETURNS bytea LANGUAGE sql STABLE
  AS $$ SELECT decode(nullif(current_setting('app.identity', true), ''), 'hex') $$;

-- An issuer's identity that signs in as a member: asked for, then confirmed at the desk. The names it brought are kept for
-- the one who decides, and no longer.
CREATE TABLE identity_link (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  provider text NOT NULL,
  subject_hash bytea NOT NULL,
  matched_by text NOT NULL CHECK (matched_by IN ('e-mail', 'phone', 'session')),
  state text NOT NULL CHECK (state IN ('asked', 'confirmed', 'refused', 'withdrawn', 'revoked', 'ended')),
  given_name_sealed bytea,
  family_name_sealed bytea,
  decided_by uuid CHECK (decided_by <> member_id),
  decided_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK ((state = 'asked') = (decided_at IS NULL)),
  CHECK (state <> 'confirmed' OR decided_by IS NOT NULL),
  CHECK (state = 'asked' OR (given_name_sealed IS NULL AND family_name_sealed IS NULL)),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, decided_by) REFERENCES member (community_id, id)
);
CREATE UNIQUE INDEX identity_link_asked ON identity_link (community_id, member_id, subject_hash) WHERE state = 'asked';
CREATE UNIQUE INDEX identity_link_confirmed ON identity_link (community_id, subject_hash) WHERE state = 'confirmed';
CREATE INDEX identity_link_subject ON identity_link (subject_hash);
CREATE INDEX identity_link_member ON identity_link (community_id, member_id, id);
CREATE INDEX identity_link_waiting ON identity_link (community_id, created_at) WHERE state = 'asked';
CALL protect_table('identity_link');
-- Who brings proof of an identity may ask where it is linked, in whichever community.
CREATE POLICY proven_identity ON identity_link FOR SELECT USING (subject_hash = current_identity());

-- The identity a session was opened with: it opens no other community than those that confirmed it.
ALTER TABLE sign_in_session ADD COLUMN identity_hash bytea;

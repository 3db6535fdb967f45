-- One human on the installation. Tenantless, and it holds no readable datum: keyed hashes of the addresses that sign in.
CREATE TABLE person (
  id uuid PRIMARY KEY,
  email_index bytea UNIQUE,
  phone_index bytea UNIQUE,
  created_at timestamptz(3) NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON person TO intreccio_app;

CREATE TABLE sign_in_challenge (
  id uuid PRIMARY KEY,
  person_id uuid REFERENCES person (id),
  address_index bytea NOT NULL,
  code_hash bytea NOT NULL,
  link_hash bytea NOT NULL UNIQUE,
  browser_hash bytea NOT NULL,
  failures integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  consumed_at timestamptz(3)
);
CREATE INDEX sign_in_challenge_expiry ON sign_in_challenge (expires_at);
CREATE INDEX sign_in_challenge_address ON sign_in_challenge (address_index, created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_challenge TO intreccio_app;

CREATE TABLE sign_in_session (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  person_id uuid NOT NULL REFERENCES person (id),
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_seen_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3)
);
CREATE INDEX sign_in_session_person ON sign_in_session (person_id);
CREATE INDEX sign_in_session_expiry ON sign_in_session (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_session TO intreccio_app;

CREATE TABLE member (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  person_id uuid REFERENCES person (id),
  organisation_id uuid,
  state text NOT NULL CHECK (state IN ('active', 'suspended', 'left')),
  language text NOT NULL,
  registered_at timestamptz(3) NOT NULL,
  insured_from timestamptz(3),
  created_by uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, person_id),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id)
);
CREATE INDEX member_organisation ON member (community_id, organisation_id, id);
CREATE INDEX member_person ON member (person_id);
CALL protect_table('member');
CREATE POLICY own_memberships ON member FOR SELECT USING (person_id = current_person());

-- Personal columns live here alone, sealed by one codec (libs/members/src/identity).
CREATE TABLE member_identity (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  given_name_sealed bytea NOT NULL,
  family_name_sealed bytea NOT NULL,
  email_sealed bytea,
  phone_sealed bytea,
  email_index bytea,
  phone_index bytea,
  PRIMARY KEY (community_id, member_id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE UNIQUE INDEX member_identity_email ON member_identity (community_id, email_index);
CREATE INDEX member_identity_phone ON member_identity (community_id, phone_index);
CALL protect_table('member_identity');

CREATE TABLE member_role (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('family', 'helper', 'coordinator', 'administrator', 'auditor')),
  granted_by uuid,
  granted_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, member_id, role),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE INDEX member_role_role ON member_role (community_id, role, member_id);
CALL protect_table('member_role');

CREATE TABLE member_block (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  blocked_member_id uuid NOT NULL CHECK (blocked_member_id <> member_id),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, member_id, blocked_member_id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, blocked_member_id) REFERENCES member (community_id, id)
);
CREATE INDEX member_block_blocked ON member_block (community_id, blocked_member_id);
CALL protect_table('member_block');

CREATE TABLE household (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  organisation_id uuid,
  zone_id uuid NOT NULL,
  address_sealed bytea NOT NULL,
  protected boolean NOT NULL DEFAULT false,
  meeting_point text CHECK (length(meeting_point) <= 200),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK (NOT protected OR meeting_point IS NOT NULL),
  FOREIGN KEY (community_id, zone_id) REFERENCES zone (community_id, id),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id)
);
CREATE INDEX household_organisation ON household (community_id, organisation_id, id);
CALL protect_table('household');

CREATE TABLE household_member (
  community_id uuid NOT NULL REFERENCES community (id),
  household_id uuid NOT NULL,
  member_id uuid NOT NULL,
  guardian boolean NOT NULL,
  added_by uuid,
  added_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, household_id, member_id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE INDEX household_member_member ON household_member (community_id, member_id);
CALL protect_table('household_member');

CREATE TABLE dependant (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  household_id uuid NOT NULL,
  nickname_sealed bytea NOT NULL,
  age_band text NOT NULL CHECK (age_band IN ('0-2', '3-5', '6-10', '11-13', '14-17', 'adult')),
  school_level text CHECK (school_level IN ('nursery', 'kindergarten', 'primary', 'lower-secondary', 'upper-secondary')),
  seat_type text NOT NULL CHECK (seat_type IN ('infant', 'child', 'booster', 'adult')),
  archived_at timestamptz(3),
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id)
);
CREATE INDEX dependant_household ON dependant (community_id, household_id);
CALL protect_table('dependant');

CREATE TABLE care_card (
  community_id uuid NOT NULL REFERENCES community (id),
  dependant_id uuid NOT NULL,
  content_sealed bytea NOT NULL,
  consented_by uuid NOT NULL,
  consented_at timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, dependant_id),
  FOREIGN KEY (community_id, dependant_id) REFERENCES dependant (community_id, id),
  FOREIGN KEY (community_id, consented_by) REFERENCES member (community_id, id)
);
CALL protect_table('care_card');

CREATE TABLE credential (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  credential_type_id uuid NOT NULL,
  country char(2) NOT NULL,
  issued_on date NOT NULL,
  checked_on date NOT NULL,
  checked_by uuid NOT NULL CHECK (checked_by <> member_id),
  outcome text NOT NULL CHECK (outcome IN ('passed', 'failed')),
  valid_until date NOT NULL CHECK (valid_until >= issued_on),
  withdrawn_at timestamptz(3),
  warned_days integer,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, checked_by) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, credential_type_id) REFERENCES credential_type (community_id, id)
);
CREATE INDEX credential_member ON credential (community_id, member_id, credential_type_id, valid_until);
CREATE INDEX credential_expiry ON credential (community_id, valid_until) WHERE withdrawn_at IS NULL;
CALL protect_table('credential');

CREATE TABLE collection_authorisation (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  dependant_id uuid NOT NULL,
  helper_id uuid NOT NULL,
  school text NOT NULL CHECK (length(school) BETWEEN 1 AND 200),
  signed_by uuid NOT NULL,
  valid_until date NOT NULL,
  revoked_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, dependant_id) REFERENCES dependant (community_id, id),
  FOREIGN KEY (community_id, helper_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, signed_by) REFERENCES member (community_id, id)
);
CREATE INDEX collection_authorisation_pair ON collection_authorisation (community_id, dependant_id, helper_id, valid_until);
CALL protect_table('collection_authorisation');

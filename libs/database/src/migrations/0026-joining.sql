-- What the desk gives out so that somebody may join, claim the record it kept for them, or propose a family. The link and the
-- code leave it once; here are their keyed hashes alone.
CREATE TABLE invitation (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('join', 'claim', 'refer')),
  state text NOT NULL CHECK (state IN ('open', 'used-up', 'revoked', 'expired')),
  role text CHECK (role IN ('family', 'helper')),
  organisation_id uuid,
  member_id uuid,
  email_sealed bytea,
  phone_sealed bytea,
  name_sealed bytea,
  language text NOT NULL,
  uses integer NOT NULL DEFAULT 0,
  most_uses integer NOT NULL CHECK (most_uses BETWEEN 1 AND 200),
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, id),
  CHECK (uses <= most_uses),
  CHECK ((kind = 'join') = (role IS NOT NULL)),
  CHECK ((kind = 'claim') = (member_id IS NOT NULL)),
  CHECK (kind <> 'claim' OR most_uses = 1),
  CHECK (kind <> 'refer' OR organisation_id IS NOT NULL),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, created_by) REFERENCES member (community_id, id)
);
CREATE INDEX invitation_end ON invitation (community_id, expires_at) WHERE state = 'open';
CREATE INDEX invitation_member ON invitation (community_id, member_id);
CALL protect_table('invitation');

-- Finds the community of a link or of a code that is typed: whoever has one knows of no community yet.
CREATE TABLE invitation_key (
  hash bytea PRIMARY KEY,
  community uuid NOT NULL REFERENCES community (id),
  invitation_id uuid NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX invitation_key_invitation ON invitation_key (community, invitation_id);
CREATE INDEX invitation_key_expiry ON invitation_key (expires_at);
GRANT SELECT, INSERT, DELETE ON invitation_key TO intreccio_app;

-- Somebody who asks to join: by an invitation, by themselves, or proposed by a school or a social worker. `started` waits for
-- the code that proves the address.
CREATE TABLE join_request (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'waiting', 'joined', 'refused')),
  origin text NOT NULL CHECK (origin IN ('registration', 'invitation', 'referral')),
  invitation_id uuid,
  given_name_sealed bytea NOT NULL,
  family_name_sealed bytea NOT NULL,
  email_sealed bytea,
  phone_sealed bytea,
  contact_index bytea,
  roles text[] NOT NULL CHECK (roles <@ '{family,helper}'),
  municipality_id uuid,
  language text NOT NULL,
  note_sealed bytea,
  notice_version integer NOT NULL CHECK (notice_version >= 1),
  -- Of somebody proposed by others: who proposes, and how the person agreed to it.
  organisation_id uuid,
  proposed_by uuid,
  proposer_sealed bytea,
  consent text CHECK (consent IN ('in-person', 'by-phone', 'in-writing')),
  code_hash bytea,
  browser_hash bytea,
  code_expires_at timestamptz(3),
  failures integer NOT NULL DEFAULT 0,
  member_id uuid,
  reason_sealed bytea,
  told text CHECK (told IN ('e-mail', 'sms', 'not')),
  decided_by uuid,
  created_at timestamptz(3) NOT NULL,
  closed_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, id),
  CHECK ((origin = 'referral') = (consent IS NOT NULL)),
  CHECK (state <> 'joined' OR member_id IS NOT NULL),
  FOREIGN KEY (community_id, invitation_id) REFERENCES invitation (community_id, id),
  FOREIGN KEY (community_id, municipality_id) REFERENCES municipality (community_id, id),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, proposed_by) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, decided_by) REFERENCES member (community_id, id)
);
CREATE INDEX join_request_state ON join_request (community_id, state, id);
CREATE INDEX join_request_member ON join_request (community_id, member_id);
CREATE INDEX join_request_invitation ON join_request (community_id, invitation_id);
-- One address waits once.
CREATE UNIQUE INDEX join_request_once ON join_request (community_id, contact_index) WHERE state = 'waiting';
CALL protect_table('join_request');

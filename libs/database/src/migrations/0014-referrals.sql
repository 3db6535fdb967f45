-- A person or a household that one organisation shares with another: for a purpose, within a scope, until a day.
CREATE TABLE referral (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid,
  household_id uuid,
  from_organisation_id uuid NOT NULL,
  to_organisation_id uuid NOT NULL CHECK (to_organisation_id <> from_organisation_id),
  purpose_sealed bytea NOT NULL,
  scope text NOT NULL CHECK (scope IN ('read', 'case')),
  state text NOT NULL,
  -- The end of its last local day.
  ends_at timestamptz(3) NOT NULL,
  created_by uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK ((member_id IS NULL) <> (household_id IS NULL)),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, from_organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, to_organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, created_by) REFERENCES member (community_id, id)
);
-- One open referral of a person to an organisation.
CREATE UNIQUE INDEX referral_open ON referral (community_id, to_organisation_id, coalesce(household_id, member_id))
  WHERE state IN ('asked', 'accepted');
CREATE INDEX referral_from ON referral (community_id, from_organisation_id, id);
CREATE INDEX referral_household ON referral (community_id, household_id) WHERE state = 'accepted';
CREATE INDEX referral_member ON referral (community_id, member_id) WHERE state = 'accepted';
CREATE INDEX referral_end ON referral (community_id, ends_at) WHERE state IN ('asked', 'accepted');
CALL protect_table('referral');

-- Somebody from outside who decides one case in the place of a sole coordinator whom it concerns.
CREATE TABLE second_approver (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  -- A proposal, or a coordinator's own credential: then the subject is the coordinator.
  subject_kind text NOT NULL CHECK (subject_kind IN ('proposal', 'credential')),
  subject_id uuid NOT NULL,
  approver_id uuid NOT NULL CHECK (approver_id <> named_by),
  named_by uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) <= 300),
  used_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, approver_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, named_by) REFERENCES member (community_id, id)
);
CREATE UNIQUE INDEX second_approver_open ON second_approver (community_id, subject_kind, subject_id) WHERE used_at IS NULL;
CREATE INDEX second_approver_approver ON second_approver (community_id, approver_id, id);
CREATE INDEX second_approver_namer ON second_approver (community_id, named_by, id);
CALL protect_table('second_approver', 'SELECT, INSERT');
GRANT UPDATE (used_at) ON second_approver TO intreccio_app;

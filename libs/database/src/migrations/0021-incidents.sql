-- Something went wrong, or somebody fears so. What was written is sealed; who may read it is decided by the service.
CREATE TABLE incident (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  reported_by uuid NOT NULL,
  on_behalf_of uuid,
  about_member_id uuid,
  household_id uuid,
  seat_id uuid,
  severity text NOT NULL CHECK (severity IN ('concern', 'serious', 'danger')),
  state text NOT NULL CHECK (state IN ('open', 'reviewing', 'closed')),
  text_sealed bytea NOT NULL,
  outcome_sealed bytea,
  owner_id uuid,
  -- When somebody else is called unless a reviewer has taken it; each time it passes it is set anew.
  escalate_at timestamptz(3),
  escalations integer NOT NULL DEFAULT 0,
  closed_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK ((state = 'open') = (owner_id IS NULL)),
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  FOREIGN KEY (community_id, reported_by) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, about_member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, owner_id) REFERENCES member (community_id, id)
);
CREATE INDEX incident_escalation ON incident (community_id, escalate_at) WHERE state = 'open';
CREATE INDEX incident_reporter ON incident (community_id, reported_by, id);
CREATE INDEX incident_owner ON incident (community_id, owner_id, id);
CALL protect_table('incident', 'SELECT, INSERT, UPDATE');

-- A coordinator called, or was there, before a helper's first visit with a family.
CREATE TABLE first_visit_check (
  community_id uuid NOT NULL REFERENCES community (id),
  helper_id uuid NOT NULL,
  household_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('call', 'presence')),
  recorded_by uuid NOT NULL CHECK (recorded_by <> helper_id),
  recorded_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, helper_id, household_id),
  FOREIGN KEY (community_id, helper_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, recorded_by) REFERENCES member (community_id, id)
);
CALL protect_table('first_visit_check', 'SELECT, INSERT');

ALTER TABLE visit DROP CONSTRAINT visit_flags_known;
ALTER TABLE visit ADD CONSTRAINT visit_flags_known
  CHECK (flags <@ ARRAY['credential-expired', 'funds-missing', 'helper-suspended', 'blocked', 'first-visit']);

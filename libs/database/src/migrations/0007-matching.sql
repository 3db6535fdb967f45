CREATE TABLE matching_run (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN ('event', 'nightly', 'manual', 'what-if')),
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  weights_version integer NOT NULL,
  effort text NOT NULL CHECK (effort IN ('quick', 'standard', 'proof')),
  status text,
  objective bigint,
  bound bigint,
  gap double precision,
  counts jsonb NOT NULL DEFAULT '{}',
  stages jsonb NOT NULL DEFAULT '[]',
  snapshot bytea,
  snapshot_hash bytea,
  failure text CHECK (length(failure) <= 500),
  started_by uuid,
  started_at timestamptz(3) NOT NULL,
  -- A sign of life by the database's clock: a run without one was lost with its process.
  beat_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz(3),
  PRIMARY KEY (community_id, id)
);
-- One run a community at a time.
CREATE UNIQUE INDEX matching_run_alone ON matching_run (community_id) WHERE state = 'running';
-- Finds the problems whose time is over.
CREATE INDEX matching_run_snapshot_age ON matching_run (community_id, started_at) WHERE snapshot IS NOT NULL;
CALL protect_table('matching_run');

CREATE TABLE proposal (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  helper_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  run_id uuid,
  regime text NOT NULL CHECK (regime IN ('volunteer', 'timebank')),
  state text NOT NULL,
  score integer NOT NULL,
  weights_version integer NOT NULL,
  explanation jsonb NOT NULL,
  proposed_by uuid,
  override_rules text[] NOT NULL DEFAULT '{}',
  override_reason text CHECK (length(override_reason) <= 500),
  decided_by uuid,
  decided_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK (cardinality(override_rules) = 0 OR override_reason IS NOT NULL),
  CONSTRAINT proposal_not_own CHECK (decided_by IS NULL OR state <> 'approved' OR decided_by <> helper_id),
  FOREIGN KEY (community_id, request_id) REFERENCES request (community_id, id),
  FOREIGN KEY (community_id, helper_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, offer_id) REFERENCES offer (community_id, id),
  FOREIGN KEY (community_id, run_id) REFERENCES matching_run (community_id, id)
);
CREATE UNIQUE INDEX proposal_live ON proposal (community_id, request_id, helper_id, offer_id) WHERE state = 'proposed';
CREATE INDEX proposal_state ON proposal (community_id, state, id);
CREATE INDEX proposal_helper ON proposal (community_id, helper_id, id);
CREATE INDEX proposal_expiry ON proposal (community_id, expires_at) WHERE state = 'proposed';
CALL protect_table('proposal');

CREATE TABLE proposal_visit (
  community_id uuid NOT NULL REFERENCES community (id),
  proposal_id uuid NOT NULL,
  visit_id uuid NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL CHECK (ends_at > starts_at),
  score integer NOT NULL,
  travel_minutes integer NOT NULL CHECK (travel_minutes >= 0),
  PRIMARY KEY (community_id, proposal_id, visit_id),
  FOREIGN KEY (community_id, proposal_id) REFERENCES proposal (community_id, id),
  FOREIGN KEY (community_id, visit_id) REFERENCES visit (community_id, id)
);
CREATE INDEX proposal_visit_visit ON proposal_visit (community_id, visit_id);
CALL protect_table('proposal_visit');

-- Why a visit found nobody in the latest run, and what would help.
CREATE TABLE unmatched_visit (
  community_id uuid NOT NULL REFERENCES community (id),
  visit_id uuid NOT NULL,
  run_id uuid NOT NULL,
  short integer NOT NULL CHECK (short > 0),
  why text NOT NULL,
  facts jsonb NOT NULL,
  PRIMARY KEY (community_id, visit_id),
  FOREIGN KEY (community_id, visit_id) REFERENCES visit (community_id, id),
  FOREIGN KEY (community_id, run_id) REFERENCES matching_run (community_id, id)
);
CREATE INDEX unmatched_visit_why ON unmatched_visit (community_id, why, visit_id);
CALL protect_table('unmatched_visit');

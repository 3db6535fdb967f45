CREATE TABLE assignment (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  request_id uuid NOT NULL,
  household_id uuid NOT NULL,
  helper_id uuid NOT NULL,
  regime text NOT NULL CHECK (regime IN ('volunteer', 'timebank')),
  state text NOT NULL,
  approved_by uuid NOT NULL CHECK (approved_by <> helper_id),
  approved_at timestamptz(3) NOT NULL,
  answer_by timestamptz(3) NOT NULL,
  accepted_at timestamptz(3),
  guardian_needed boolean NOT NULL,
  guardian_answered_by uuid,
  guardian_answered_at timestamptz(3),
  guardian_channel text CHECK (guardian_channel IN ('web', 'phone', 'desk')),
  decline_reason text CHECK (length(decline_reason) <= 300),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, proposal_id) REFERENCES proposal (community_id, id),
  FOREIGN KEY (community_id, request_id) REFERENCES request (community_id, id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, helper_id) REFERENCES member (community_id, id)
);
-- An approval that was undone or fell through leaves its proposal free for another.
CREATE UNIQUE INDEX assignment_live_proposal ON assignment (community_id, proposal_id)
  WHERE state IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed', 'ended');
CREATE INDEX assignment_state ON assignment (community_id, state, answer_by);
CREATE INDEX assignment_helper ON assignment (community_id, helper_id, id);
CREATE INDEX assignment_pair ON assignment (community_id, household_id, helper_id);
CREATE INDEX assignment_request ON assignment (community_id, request_id, id);
CALL protect_table('assignment');

-- One helper's place in one visit. `during` = [start, end + break), fixed at approval.
CREATE TABLE seat (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  visit_id uuid NOT NULL,
  session_id uuid NOT NULL,
  member_id uuid NOT NULL,
  seat_number smallint NOT NULL CHECK (seat_number BETWEEN 1 AND 4),
  state text NOT NULL,
  active boolean NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL CHECK (ends_at > starts_at),
  during tstzrange NOT NULL,
  charged_minutes integer NOT NULL CHECK (charged_minutes > 0),
  from_zone_id uuid NOT NULL,
  to_zone_id uuid NOT NULL,
  regime text NOT NULL CHECK (regime IN ('volunteer', 'timebank')),
  payer_account_id uuid,
  replaces_id uuid,
  arrived_at timestamptz(3),
  handed_over_at timestamptz(3),
  done_at timestamptz(3),
  done_presumed boolean NOT NULL DEFAULT false,
  ended_by uuid,
  end_reason text CHECK (length(end_reason) <= 300),
  no_show_by text CHECK (no_show_by IN ('helper', 'family')),
  late_alert_at timestamptz(3),
  hand_over_alert_at timestamptz(3),
  reminded_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK (lower(during) = starts_at AND upper(during) >= ends_at),
  FOREIGN KEY (community_id, assignment_id) REFERENCES assignment (community_id, id),
  FOREIGN KEY (community_id, visit_id) REFERENCES visit (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, payer_account_id) REFERENCES account (community_id, id),
  FOREIGN KEY (community_id, replaces_id) REFERENCES seat (community_id, id),
  CONSTRAINT seat_helper_once_at_a_time EXCLUDE USING gist (
    community_id WITH =, member_id WITH =, session_id WITH <>, during WITH &&) WHERE (active)
);
CREATE UNIQUE INDEX seat_taken_once ON seat (community_id, visit_id, seat_number) WHERE active;
CREATE UNIQUE INDEX seat_helper_once_a_visit ON seat (community_id, visit_id, member_id) WHERE active;
CREATE INDEX seat_assignment ON seat (community_id, assignment_id, starts_at);
CREATE INDEX seat_member ON seat (community_id, member_id, starts_at);
CREATE INDEX seat_due ON seat (community_id, state, ends_at);
CALL protect_table('seat');

CREATE TABLE time_entry (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  seat_id uuid NOT NULL,
  state text NOT NULL,
  minutes_given integer NOT NULL CHECK (minutes_given BETWEEN 0 AND 2880),
  minutes_credited integer NOT NULL CHECK (minutes_credited BETWEEN 0 AND 8640),
  declared_by uuid NOT NULL,
  declared_side text NOT NULL CHECK (declared_side IN ('helper', 'family', 'coordinator')),
  declared_minutes integer NOT NULL CHECK (declared_minutes BETWEEN 0 AND 2880),
  declared_at timestamptz(3) NOT NULL,
  notice_delivered_at timestamptz(3),
  auto_confirm_at timestamptz(3),
  answered_by uuid,
  answered_minutes integer CHECK (answered_minutes BETWEEN 0 AND 2880),
  answered_at timestamptz(3),
  dispute_reason text CHECK (length(dispute_reason) <= 500),
  settled_by uuid,
  settled_reason text CHECK (length(settled_reason) <= 500),
  transfer_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, seat_id),
  CONSTRAINT time_entry_two_people CHECK (answered_by IS NULL OR answered_by <> declared_by),
  FOREIGN KEY (community_id, seat_id) REFERENCES seat (community_id, id),
  FOREIGN KEY (community_id, transfer_id) REFERENCES transfer (community_id, id)
);
CREATE INDEX time_entry_state ON time_entry (community_id, state, auto_confirm_at);
CALL protect_table('time_entry');

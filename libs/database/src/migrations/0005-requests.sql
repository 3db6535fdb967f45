CREATE TABLE request (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  household_id uuid NOT NULL,
  category_id uuid NOT NULL,
  state text NOT NULL,
  asked_by uuid NOT NULL,
  on_behalf_of uuid,
  channel text NOT NULL CHECK (channel IN ('web', 'phone', 'desk', 'referral')),
  -- Where: zones are public to matching, exact addresses are sealed.
  zone_id uuid NOT NULL,
  address_sealed bytea,
  drop_off_zone_id uuid,
  drop_off_address_sealed bytea,
  -- When: local wall clock of the community.
  frequency text NOT NULL CHECK (frequency IN ('once', 'weekly')),
  first_day date NOT NULL,
  until_day date NOT NULL CHECK (until_day >= first_day AND until_day - first_day <= 400),
  weekdays smallint[] NOT NULL CHECK (cardinality(weekdays) <= 7),
  start_minute integer NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer NOT NULL CHECK (end_minute > start_minute AND end_minute <= start_minute + 1440),
  duration_minutes integer NOT NULL CHECK (duration_minutes BETWEEN 15 AND 1440 AND duration_minutes <= end_minute - start_minute),
  return_start_minute integer CHECK (return_start_minute BETWEEN 0 AND 2879),
  return_end_minute integer CHECK (return_end_minute > return_start_minute),
  subjects text[] NOT NULL CHECK (cardinality(subjects) <= 20),
  languages text[] NOT NULL CHECK (cardinality(languages) <= 20),
  mobility text[] NOT NULL CHECK (cardinality(mobility) <= 10),
  seats_needed integer NOT NULL CHECK (seats_needed BETWEEN 1 AND 4),
  urgency text NOT NULL CHECK (urgency IN ('normal', 'soon', 'urgent')),
  regimes text[] NOT NULL CHECK (cardinality(regimes) BETWEEN 1 AND 2),
  payer_member_id uuid,
  preferred_helper_id uuid,
  school text CHECK (length(school) <= 200),
  note_sealed bytea,
  owner_id uuid,
  cover_id uuid,
  call_back_on date,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  opened_at timestamptz(3),
  closed_at timestamptz(3),
  PRIMARY KEY (community_id, id),
  CHECK ((return_start_minute IS NULL) = (return_end_minute IS NULL)),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, category_id) REFERENCES category (community_id, id),
  FOREIGN KEY (community_id, zone_id) REFERENCES zone (community_id, id),
  FOREIGN KEY (community_id, drop_off_zone_id) REFERENCES zone (community_id, id),
  FOREIGN KEY (community_id, asked_by) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, payer_member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, preferred_helper_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, owner_id) REFERENCES member (community_id, id)
);
CREATE INDEX request_household ON request (community_id, household_id, id);
CREATE INDEX request_state ON request (community_id, state, id);
CREATE INDEX request_owner ON request (community_id, owner_id, id);
CALL protect_table('request');

CREATE TABLE request_dependant (
  community_id uuid NOT NULL REFERENCES community (id),
  request_id uuid NOT NULL,
  dependant_id uuid NOT NULL,
  PRIMARY KEY (community_id, request_id, dependant_id),
  FOREIGN KEY (community_id, request_id) REFERENCES request (community_id, id),
  FOREIGN KEY (community_id, dependant_id) REFERENCES dependant (community_id, id)
);
CREATE INDEX request_dependant_dependant ON request_dependant (community_id, dependant_id);
CALL protect_table('request_dependant');

CREATE TABLE request_note (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  author_id uuid NOT NULL,
  text_sealed bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, request_id) REFERENCES request (community_id, id),
  FOREIGN KEY (community_id, author_id) REFERENCES member (community_id, id)
);
CREATE INDEX request_note_request ON request_note (community_id, request_id, id);
CALL protect_table('request_note');

-- What occupies helpers' time together: serves visits of several households up to its capacity.
-- A visit without one is a session of its own, whose id is the visit's.
CREATE TABLE session (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  zone_id uuid NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL CHECK (ends_at > starts_at),
  capacity integer NOT NULL CHECK (capacity BETWEEN 1 AND 60),
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, zone_id) REFERENCES zone (community_id, id)
);
CREATE INDEX session_time ON session (community_id, starts_at);
CALL protect_table('session');

-- One dated occurrence. `occurrence` and `leg` (0 outward or only, 1 return) name it within its request.
-- The window is when it may take place; starts_at / ends_at are the planned times, the earliest until one is chosen.
CREATE TABLE visit (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  session_id uuid,
  occurrence date NOT NULL,
  leg smallint NOT NULL CHECK (leg IN (0, 1)),
  state text NOT NULL CHECK (state IN ('planned', 'cancelled', 'past')),
  window_starts_at timestamptz(3) NOT NULL,
  window_ends_at timestamptz(3) NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  from_zone_id uuid NOT NULL,
  to_zone_id uuid NOT NULL,
  seats_needed integer NOT NULL CHECK (seats_needed BETWEEN 1 AND 4),
  flagged text CHECK (flagged IN ('credential-expired', 'funds-missing', 'helper-suspended')),
  -- Cancelled by a change of the schedule, not by a person: a later change may bring it back.
  rescheduled boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, request_id, occurrence, leg),
  CHECK (window_starts_at <= starts_at AND starts_at < ends_at AND ends_at <= window_ends_at),
  FOREIGN KEY (community_id, request_id) REFERENCES request (community_id, id),
  FOREIGN KEY (community_id, session_id) REFERENCES session (community_id, id),
  FOREIGN KEY (community_id, from_zone_id) REFERENCES zone (community_id, id),
  FOREIGN KEY (community_id, to_zone_id) REFERENCES zone (community_id, id)
);
CREATE INDEX visit_time ON visit (community_id, starts_at, id) WHERE state <> 'cancelled';
CREATE INDEX visit_session ON visit (community_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX visit_flagged ON visit (community_id, starts_at) WHERE flagged IS NOT NULL;
CALL protect_table('visit');

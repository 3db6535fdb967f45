-- A helper's limits; an offer may only tighten them.
CREATE TABLE helper_profile (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  zone_id uuid NOT NULL,
  weekly_minutes integer NOT NULL CHECK (weekly_minutes BETWEEN 0 AND 4200),
  break_minutes integer NOT NULL CHECK (break_minutes BETWEEN 0 AND 240),
  asks_per_day integer CHECK (asks_per_day BETWEEN 0 AND 20),
  asks_per_week integer CHECK (asks_per_week BETWEEN 0 AND 100),
  paused_until date,
  last_asked_at timestamptz(3),
  unanswered_asks integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, member_id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, zone_id) REFERENCES zone (community_id, id)
);
CALL protect_table('helper_profile');

CREATE TABLE offer (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('live', 'withdrawn')),
  regime text NOT NULL CHECK (regime IN ('volunteer', 'timebank')),
  category_ids uuid[] NOT NULL CHECK (cardinality(category_ids) BETWEEN 1 AND 20),
  subjects text[] NOT NULL CHECK (cardinality(subjects) <= 40),
  languages text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 20),
  age_bands text[] NOT NULL CHECK (cardinality(age_bands) <= 6),
  mobility text[] NOT NULL CHECK (cardinality(mobility) <= 10),
  max_travel_minutes integer NOT NULL CHECK (max_travel_minutes BETWEEN 0 AND 240),
  municipality_ids uuid[] NOT NULL CHECK (cardinality(municipality_ids) <= 200),
  seats jsonb NOT NULL,
  weekly_minutes integer CHECK (weekly_minutes BETWEEN 0 AND 4200),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE INDEX offer_member ON offer (community_id, member_id, id);
CREATE INDEX offer_categories ON offer USING gin (category_ids) WHERE state = 'live';
CALL protect_table('offer');

-- Weekly hours: local wall-clock minutes of the ISO weekday; an end beyond 1,440 runs into the next day.
CREATE TABLE weekly_hours (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start_minute integer NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer NOT NULL CHECK (end_minute > start_minute AND end_minute <= start_minute + 1440 AND end_minute <= 2160),
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES helper_profile (community_id, member_id)
);
CREATE INDEX weekly_hours_member ON weekly_hours (community_id, member_id);
CALL protect_table('weekly_hours');

CREATE TABLE availability_exception (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('away', 'extra')),
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day AND last_day - first_day <= 400),
  start_minute integer CHECK (start_minute BETWEEN 0 AND 1439),
  end_minute integer CHECK (end_minute > start_minute AND end_minute <= 2160),
  PRIMARY KEY (community_id, id),
  CHECK ((start_minute IS NULL) = (end_minute IS NULL)),
  CHECK (kind = 'away' OR start_minute IS NOT NULL),
  FOREIGN KEY (community_id, member_id) REFERENCES helper_profile (community_id, member_id)
);
CREATE INDEX availability_exception_member ON availability_exception (community_id, member_id, last_day);
CALL protect_table('availability_exception');

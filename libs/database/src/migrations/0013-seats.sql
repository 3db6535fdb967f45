-- Asks: an assignment counts against a helper's caps unless it was undone before the helper was asked, or made of a
-- replacement's ask, which was counted when it went out.
ALTER TABLE assignment ADD COLUMN counts_as_ask boolean NOT NULL DEFAULT true;
CREATE INDEX assignment_asked ON assignment (community_id, helper_id, approved_at) WHERE counts_as_ask;

-- A seat that seeks a replacement: by whom, how many waves went out and when the last did. `regime_asked` is what the
-- family was asked about when nobody of an accepted regime was found, `agreed_regime` what a guardian said yes to, for
-- this seat alone. The desk's alerts follow those of guardian and helper. `missed_at` begins the days to contest.
ALTER TABLE seat
  ADD COLUMN sought_by uuid,
  ADD COLUMN wave smallint NOT NULL DEFAULT 0 CHECK (wave BETWEEN 0 AND 3),
  ADD COLUMN wave_at timestamptz(3),
  ADD COLUMN regime_asked text CHECK (regime_asked IN ('volunteer', 'timebank')),
  ADD COLUMN agreed_regime text CHECK (agreed_regime IN ('volunteer', 'timebank')),
  ADD COLUMN late_desk_alert_at timestamptz(3),
  ADD COLUMN hand_over_desk_alert_at timestamptz(3),
  ADD COLUMN missed_at timestamptz(3);
CREATE INDEX seat_sought ON seat (community_id, starts_at) WHERE state = 'replacement-sought';

CREATE TABLE replacement_ask (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  seat_id uuid NOT NULL,
  helper_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  wave smallint NOT NULL CHECK (wave BETWEEN 1 AND 3),
  state text NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  assignment_id uuid,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, id),
  CONSTRAINT replacement_ask_once UNIQUE (community_id, seat_id, helper_id),
  FOREIGN KEY (community_id, seat_id) REFERENCES seat (community_id, id),
  FOREIGN KEY (community_id, helper_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, offer_id) REFERENCES offer (community_id, id),
  FOREIGN KEY (community_id, assignment_id) REFERENCES assignment (community_id, id)
);
CREATE INDEX replacement_ask_helper ON replacement_ask (community_id, helper_id, asked_at);
CREATE INDEX replacement_ask_open ON replacement_ask (community_id, seat_id) WHERE state = 'asked';
CALL protect_table('replacement_ask');

-- A reversed seat can be declared anew: one live declaration a seat, the reversed ones stay.
ALTER TABLE time_entry DROP CONSTRAINT time_entry_community_id_seat_id_key;
CREATE UNIQUE INDEX time_entry_once_a_seat ON time_entry (community_id, seat_id) WHERE state <> 'reversed';
CREATE INDEX time_entry_seat ON time_entry (community_id, seat_id);

-- Dated shifts of coordinators: who is called when a word is missing. No organisation: the whole community.
CREATE TABLE duty_shift (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  organisation_id uuid,
  coordinator_id uuid NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL CHECK (ends_at > starts_at),
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK (ends_at <= starts_at + interval '14 days'),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, coordinator_id) REFERENCES member (community_id, id),
  CONSTRAINT duty_shift_once_at_a_time EXCLUDE USING gist (
    community_id WITH =, coordinator_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
);
CREATE INDEX duty_shift_time ON duty_shift (community_id, ends_at);
CALL protect_table('duty_shift');

-- A visit may have several flags at once. `closed`: cancelled because its day is closed; `offered_at`: the closure was
-- taken back and the family may have the visit again.
ALTER TABLE visit
  ADD COLUMN flags text[] NOT NULL DEFAULT '{}',
  ADD COLUMN closed boolean NOT NULL DEFAULT false,
  ADD COLUMN offered_at timestamptz(3);
ALTER TABLE visit NO FORCE ROW LEVEL SECURITY;
UPDATE visit SET flags = ARRAY[flagged] WHERE flagged IS NOT NULL;
ALTER TABLE visit FORCE ROW LEVEL SECURITY;
ALTER TABLE visit DROP COLUMN flagged;
ALTER TABLE visit ADD CONSTRAINT visit_flags_known
  CHECK (flags <@ ARRAY['credential-expired', 'funds-missing', 'helper-suspended', 'blocked']);
CREATE INDEX visit_flagged ON visit (community_id, starts_at) WHERE flags <> '{}';
CREATE INDEX visit_closed ON visit (community_id, starts_at) WHERE closed;

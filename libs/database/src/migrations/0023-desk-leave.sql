-- When a coordinator is away, by local days, and who answers for their cases meanwhile.
CREATE TABLE desk_leave (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  coordinator_id uuid NOT NULL,
  cover_id uuid NOT NULL CHECK (cover_id <> coordinator_id),
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day AND last_day <= first_day + 366),
  created_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, coordinator_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, cover_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, created_by) REFERENCES member (community_id, id),
  CONSTRAINT desk_leave_once_at_a_time EXCLUDE USING gist (
    community_id WITH =, coordinator_id WITH =, daterange(first_day, last_day, '[]') WITH &&)
);
CREATE INDEX desk_leave_cover ON desk_leave (community_id, cover_id, last_day);
CALL protect_table('desk_leave');

-- New helpers who would serve visits that found nobody in the latest run: kinds and numbers, no person.
CREATE TABLE recruiting_need (
  community_id uuid NOT NULL REFERENCES community (id),
  -- In the order of what they would give.
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  band text NOT NULL CHECK (band IN ('morning', 'afternoon', 'evening', 'night')),
  category_id uuid NOT NULL,
  zone_id uuid NOT NULL,
  within_minutes integer NOT NULL CHECK (within_minutes > 0),
  credential_type_ids uuid[] NOT NULL,
  subjects text[] NOT NULL,
  languages text[] NOT NULL,
  needs_car boolean NOT NULL,
  helpers integer NOT NULL CHECK (helpers > 0),
  families integer NOT NULL CHECK (families > 0),
  visits integer NOT NULL CHECK (visits > 0),
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, run_id) REFERENCES matching_run (community_id, id),
  FOREIGN KEY (community_id, category_id) REFERENCES category (community_id, id),
  FOREIGN KEY (community_id, zone_id) REFERENCES zone (community_id, id)
);
CALL protect_table('recruiting_need');

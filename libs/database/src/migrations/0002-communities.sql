CREATE TABLE community_policy (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  valid_from date NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, key, valid_from)
);
CALL protect_table('community_policy');

CREATE TABLE organisation (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind IN ('municipality', 'association', 'cooperative', 'school', 'parish', 'other')),
  created_at timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, name)
);
CALL protect_table('organisation');

CREATE TABLE municipality (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  istat text,
  postal_code text,
  population integer CHECK (population >= 0),
  patron_day text,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, name)
);
CALL protect_table('municipality');

CREATE TABLE zone (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  municipality_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  lat double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lng double precision NOT NULL CHECK (lng BETWEEN -180 AND 180),
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, municipality_id, name),
  FOREIGN KEY (community_id, municipality_id) REFERENCES municipality (community_id, id)
);
CALL protect_table('zone');

-- Minutes by road from zone to zone, both ways written out; the pair of a zone with itself is the travel inside it.
CREATE TABLE road_minutes (
  community_id uuid NOT NULL REFERENCES community (id),
  from_zone_id uuid NOT NULL,
  to_zone_id uuid NOT NULL,
  minutes integer NOT NULL CHECK (minutes BETWEEN 0 AND 600),
  kilometres numeric(6, 1) NOT NULL CHECK (kilometres >= 0),
  PRIMARY KEY (community_id, from_zone_id, to_zone_id),
  FOREIGN KEY (community_id, from_zone_id) REFERENCES zone (community_id, id),
  FOREIGN KEY (community_id, to_zone_id) REFERENCES zone (community_id, id)
);
CREATE INDEX road_minutes_to ON road_minutes (community_id, to_zone_id);
CALL protect_table('road_minutes');

CREATE TABLE credential_type (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{1,60}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  country char(2) NOT NULL,
  validity_months integer NOT NULL CHECK (validity_months BETWEEN 1 AND 240),
  legal_basis text NOT NULL CHECK (length(legal_basis) BETWEEN 1 AND 500),
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, code)
);
CALL protect_table('credential_type');

CREATE TABLE category (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z][a-z0-9-]{1,60}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  needs_dependants boolean NOT NULL,
  needs_subjects boolean NOT NULL,
  needs_drop_off boolean NOT NULL,
  skips_closures boolean NOT NULL,
  travel_counts boolean NOT NULL,
  direct_exchange boolean NOT NULL,
  sibling_multiplier_percent integer NOT NULL CHECK (sibling_multiplier_percent BETWEEN 100 AND 300),
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, code)
);
CALL protect_table('category');

CREATE TABLE category_requirement (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  category_id uuid NOT NULL,
  credential_type_id uuid NOT NULL,
  municipality_id uuid,
  valid_from date NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE NULLS NOT DISTINCT (community_id, category_id, credential_type_id, municipality_id),
  FOREIGN KEY (community_id, category_id) REFERENCES category (community_id, id),
  FOREIGN KEY (community_id, credential_type_id) REFERENCES credential_type (community_id, id),
  FOREIGN KEY (community_id, municipality_id) REFERENCES municipality (community_id, id)
);
CALL protect_table('category_requirement');

CREATE TABLE closure (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  municipality_id uuid,
  kind text NOT NULL CHECK (kind IN ('holiday', 'patron', 'school')),
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day AND last_day - first_day <= 200),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, municipality_id) REFERENCES municipality (community_id, id)
);
CREATE INDEX closure_days ON closure (community_id, first_day, last_day);
CALL protect_table('closure');

CREATE TABLE score_weights (
  community_id uuid NOT NULL REFERENCES community (id),
  version integer NOT NULL CHECK (version >= 1),
  weights jsonb NOT NULL,
  created_by uuid,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, version)
);
CALL protect_table('score_weights', 'SELECT, INSERT');

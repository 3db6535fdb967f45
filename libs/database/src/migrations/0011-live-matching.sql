-- What a run answered, how far it has come and what it changed; scarcity of each visit, for runs that plan on from it.
ALTER TABLE matching_run
  ADD COLUMN scope text NOT NULL DEFAULT 'full' CHECK (scope IN ('full', 'incremental')),
  -- The full run whose prices an incremental one planned on from.
  ADD COLUMN base_run_id uuid,
  ADD COLUMN stage text NOT NULL DEFAULT 'load',
  ADD COLUMN fraction double precision NOT NULL DEFAULT 0 CHECK (fraction BETWEEN 0 AND 1),
  ADD COLUMN weights jsonb,
  -- Points by which the neighbourhoods planned since the full run may lie below their best, in parts of the plan.
  ADD COLUMN drift double precision NOT NULL DEFAULT 0 CHECK (drift >= 0),
  -- Proposals made and superseded, as ids.
  ADD COLUMN changes jsonb NOT NULL DEFAULT '[]',
  ADD FOREIGN KEY (community_id, base_run_id) REFERENCES matching_run (community_id, id);
UPDATE matching_run SET stage = CASE state WHEN 'running' THEN 'load' ELSE 'end' END,
  fraction = CASE state WHEN 'running' THEN 0 ELSE 1 END;
CREATE INDEX matching_run_full ON matching_run (community_id, id DESC) WHERE state = 'done' AND scope = 'full';

CREATE TABLE visit_price (
  community_id uuid NOT NULL REFERENCES community (id),
  session_id uuid NOT NULL,
  run_id uuid NOT NULL,
  points double precision NOT NULL CHECK (points >= 0),
  PRIMARY KEY (community_id, session_id),
  FOREIGN KEY (community_id, run_id) REFERENCES matching_run (community_id, id)
);
CALL protect_table('visit_price');

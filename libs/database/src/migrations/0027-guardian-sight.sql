-- A guardian may be limited to the requests they ask for themselves and to those for some of the dependants alone.
ALTER TABLE household_member
  ADD COLUMN limited boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT household_member_limited_guardian CHECK (guardian OR NOT limited);

ALTER TABLE dependant ADD CONSTRAINT dependant_of_household UNIQUE (community_id, household_id, id);

-- The dependants a limited guardian answers for.
CREATE TABLE guardian_dependant (
  community_id uuid NOT NULL REFERENCES community (id),
  household_id uuid NOT NULL,
  member_id uuid NOT NULL,
  dependant_id uuid NOT NULL,
  granted_by uuid NOT NULL,
  granted_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, member_id, dependant_id),
  FOREIGN KEY (community_id, household_id, member_id) REFERENCES household_member (community_id, household_id, member_id)
    ON DELETE CASCADE,
  FOREIGN KEY (community_id, household_id, dependant_id) REFERENCES dependant (community_id, household_id, id)
    ON DELETE CASCADE
);
CALL protect_table('guardian_dependant', 'SELECT, INSERT, DELETE');

-- What a category demands may depend on whether the helper is alone with minors.
ALTER TABLE category ADD COLUMN unsupervised boolean NOT NULL DEFAULT true;
ALTER TABLE category_requirement ADD COLUMN contact text NOT NULL DEFAULT 'any'
  CHECK (contact IN ('any', 'unsupervised-minors'));

-- How old the paper may be on the day it is shown; NULL where its age does not matter.
ALTER TABLE credential_type ADD COLUMN max_age_months integer CHECK (max_age_months BETWEEN 1 AND 240);

-- What one household demands of whoever helps it, in every category.
CREATE TABLE household_requirement (
  community_id uuid NOT NULL REFERENCES community (id),
  household_id uuid NOT NULL,
  credential_type_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_until date CHECK (valid_until >= valid_from),
  set_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, household_id, credential_type_id),
  FOREIGN KEY (community_id, household_id) REFERENCES household (community_id, id),
  FOREIGN KEY (community_id, credential_type_id) REFERENCES credential_type (community_id, id),
  FOREIGN KEY (community_id, set_by) REFERENCES member (community_id, id)
);
CALL protect_table('household_requirement');

-- Instead of a check: who decided it, why, and until when. No exemption is for good.
CREATE TABLE credential_exemption (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  credential_type_id uuid NOT NULL,
  -- NULL: in every category.
  category_id uuid,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 300),
  granted_by uuid NOT NULL CHECK (granted_by <> member_id),
  valid_from date NOT NULL,
  valid_until date NOT NULL CHECK (valid_until >= valid_from),
  revoked_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, granted_by) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, credential_type_id) REFERENCES credential_type (community_id, id),
  FOREIGN KEY (community_id, category_id) REFERENCES category (community_id, id)
);
CREATE INDEX credential_exemption_member ON credential_exemption (community_id, member_id, id);
CALL protect_table('credential_exemption');

-- The credential types that a request demands of a helper between two local days and that the helper neither holds nor is
-- exempt from. The same rule as `missingCredentials` of matching, for one helper under lock.
CREATE FUNCTION missing_credentials(helper uuid, asked uuid, first_day date, last_day date) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT demand.type_id FROM request r
  JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
  JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
  CROSS JOIN LATERAL (
    SELECT q.credential_type_id AS type_id FROM category_requirement q
    WHERE q.community_id = r.community_id AND q.category_id = r.category_id AND q.valid_from <= first_day
      AND (q.municipality_id IS NULL OR q.municipality_id = z.municipality_id)
      AND (q.contact = 'any' OR (c.unsupervised AND EXISTS (SELECT FROM request_dependant rd
        JOIN dependant d ON d.community_id = rd.community_id AND d.id = rd.dependant_id AND d.age_band <> 'adult'
        WHERE rd.community_id = r.community_id AND rd.request_id = r.id)))
    UNION
    SELECT h.credential_type_id FROM household_requirement h
    WHERE h.community_id = r.community_id AND h.household_id = r.household_id AND h.valid_from <= first_day
      AND (h.valid_until IS NULL OR h.valid_until >= first_day)
  ) demand
  WHERE r.community_id = current_community() AND r.id = asked
    AND NOT EXISTS (SELECT FROM credential k WHERE k.community_id = r.community_id AND k.member_id = helper
      AND k.credential_type_id = demand.type_id AND k.outcome = 'passed' AND k.withdrawn_at IS NULL
      AND k.issued_on <= first_day AND k.valid_until >= last_day)
    AND NOT EXISTS (SELECT FROM credential_exemption e WHERE e.community_id = r.community_id AND e.member_id = helper
      AND e.credential_type_id = demand.type_id AND (e.category_id IS NULL OR e.category_id = r.category_id)
      AND e.revoked_at IS NULL AND e.valid_from <= first_day AND e.valid_until >= last_day)
$$;

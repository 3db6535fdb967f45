-- The insurances that cover those who give time, organisation by organisation (NULL: the community's own, and of every
-- organisation that has none). Where none is recorded, the register's windows alone count.
CREATE TABLE insurance (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  organisation_id uuid,
  insurer text NOT NULL CHECK (length(insurer) BETWEEN 1 AND 200),
  contract text CHECK (length(contract) BETWEEN 1 AND 100),
  first_day date NOT NULL,
  -- The last day covered; null: until it is ended.
  last_day date CHECK (last_day >= first_day),
  recorded_by uuid NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id),
  FOREIGN KEY (community_id, recorded_by) REFERENCES member (community_id, id)
);
CREATE INDEX insurance_organisation ON insurance (community_id, organisation_id, id);
CALL protect_table('insurance', 'SELECT, INSERT');
GRANT UPDATE (last_day) ON insurance TO intreccio_app;

-- When an organisation's people are insured, from midnight to midnight; contracts that follow each other are one. Always
-- where nobody has recorded an insurance.
CREATE FUNCTION insured_times(organisation uuid) RETURNS tstzmultirange LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(i.id) = 0 THEN '{(,)}'::tstzmultirange
    ELSE range_agg(tstzrange(i.first_day::timestamp AT TIME ZONE k.time_zone, (i.last_day + 1)::timestamp AT TIME ZONE k.time_zone)) END
  FROM community k LEFT JOIN insurance i ON i.community_id = k.id
    AND i.organisation_id IS NOT DISTINCT FROM CASE WHEN EXISTS (SELECT FROM insurance o
      WHERE o.community_id = k.id AND o.organisation_id = organisation) THEN organisation END
  WHERE k.id = current_community()
  GROUP BY k.id
$$;

ALTER TABLE visit DROP CONSTRAINT visit_flags_known;
ALTER TABLE visit ADD CONSTRAINT visit_flags_known CHECK (flags <@ ARRAY['credential-expired', 'funds-missing',
  'helper-suspended', 'blocked', 'first-visit', 'started-unfit', 'not-covered']);

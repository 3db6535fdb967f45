-- An override of the helper's own time (availability, road) stands on their yes: when the coordinator recorded it.
ALTER TABLE proposal ADD COLUMN helper_agreed_at timestamptz(3);
-- Proposals made before were checked too, when they were made, and only did not keep the instant.
ALTER TABLE proposal NO FORCE ROW LEVEL SECURITY;
UPDATE proposal SET helper_agreed_at = created_at WHERE override_rules && ARRAY['availability', 'travel'];
ALTER TABLE proposal FORCE ROW LEVEL SECURITY;
ALTER TABLE proposal ADD CONSTRAINT proposal_helper_agreed
  CHECK (NOT override_rules && ARRAY['availability', 'travel'] OR helper_agreed_at IS NOT NULL);

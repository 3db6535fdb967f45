-- An organisation says how it is reached, and since when it takes nobody new.
ALTER TABLE organisation
  ADD COLUMN contact text CHECK (length(contact) BETWEEN 1 AND 200),
  ADD COLUMN closed_at timestamptz(3);

-- The version of a municipality counts the changes of its zones too.
ALTER TABLE municipality ADD COLUMN version integer NOT NULL DEFAULT 1;

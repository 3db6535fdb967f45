-- A request that the desk enters for somebody: in which language they spoke, and that the notice on their data was read to them.
ALTER TABLE request
  ADD COLUMN spoken_language text CHECK (spoken_language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$'),
  ADD COLUMN notice_read_at timestamptz(3),
  ADD CONSTRAINT request_spoken_for CHECK (on_behalf_of IS NOT NULL OR (spoken_language IS NULL AND notice_read_at IS NULL));

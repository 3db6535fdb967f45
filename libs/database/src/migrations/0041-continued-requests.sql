-- A series that goes on at another time is asked anew: the new request names the one it takes up.
ALTER TABLE request
  ADD COLUMN continues_id uuid CHECK (continues_id <> id),
  ADD FOREIGN KEY (community_id, continues_id) REFERENCES request (community_id, id);
CREATE INDEX request_continues ON request (community_id, continues_id) WHERE continues_id IS NOT NULL;

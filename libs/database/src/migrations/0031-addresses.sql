-- A person may hold an e-mail address and a phone, each proven by a code sent to it. What is begun waits here for its code;
-- what is done waits for the letter that warns the former address, and goes with it.
CREATE TABLE address_change (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  session_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('e-mail', 'phone')),
  -- Keyed hashes of the wanted address and of the code that was sent there; none where one is taken away.
  wanted_index bytea,
  code_hash bytea,
  failures integer NOT NULL DEFAULT 0,
  -- What was on the record before.
  former_email_sealed bytea,
  former_phone_sealed bytea,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  done_at timestamptz(3),
  PRIMARY KEY (community_id, id),
  CHECK (done_at IS NOT NULL OR (wanted_index IS NOT NULL AND code_hash IS NOT NULL)),
  CHECK (done_at IS NOT NULL OR (former_email_sealed IS NULL AND former_phone_sealed IS NULL)),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE INDEX address_change_member ON address_change (community_id, member_id);
CREATE INDEX address_change_age ON address_change (community_id, created_at);
CALL protect_table('address_change');

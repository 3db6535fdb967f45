-- How a member wants to be told, and whether their mail address takes mail. No row: at once, and it does.
CREATE TABLE notification_setting (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  rhythm text NOT NULL DEFAULT 'at-once' CHECK (rhythm IN ('at-once', 'daily', 'weekly')),
  -- The address that was refused for good, as its blind index: another address is free of it.
  bounced_index bytea,
  bounced_at timestamptz(3),
  PRIMARY KEY (community_id, member_id),
  CHECK ((bounced_index IS NULL) = (bounced_at IS NULL)),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CALL protect_table('notification_setting');

-- Waits for its member's next digest instead of leaving alone.
ALTER TABLE delivery ADD COLUMN gathered boolean NOT NULL DEFAULT false;

-- Whom a short message asked last, found by the keyed hash of the phone: a reply brings nothing but a number.
CREATE TABLE sms_question (
  phone_hash bytea PRIMARY KEY,
  community uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  assignment_id uuid NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX sms_question_expiry ON sms_question (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sms_question TO intreccio_app;

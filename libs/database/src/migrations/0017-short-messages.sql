-- A phone may be asked several things at once: each question by itself, and what came in counted once.
DROP TABLE sms_question;

-- What short messages asked, found by the keyed hash of the phone: a reply brings nothing but a number.
CREATE TABLE sms_question (
  phone_hash bytea NOT NULL,
  kind text NOT NULL CHECK (kind IN ('assignment', 'guardian', 'replacement', 'hours', 'visit')),
  subject_id uuid NOT NULL,
  community uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  PRIMARY KEY (phone_hash, kind, subject_id)
);
CREATE INDEX sms_question_latest ON sms_question (phone_hash, asked_at DESC);
CREATE INDEX sms_question_age ON sms_question (asked_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sms_question TO intreccio_app;

-- Messages that came in, by the keyed hash of the gateway's id: one that comes twice acts once.
CREATE TABLE sms_received (
  message_hash bytea PRIMARY KEY,
  received_at timestamptz(3) NOT NULL,
  done_at timestamptz(3)
);
CREATE INDEX sms_received_age ON sms_received (received_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON sms_received TO intreccio_app;

-- A guardian's yes may come by short message.
ALTER TABLE assignment DROP CONSTRAINT assignment_guardian_channel_check;
ALTER TABLE assignment ADD CONSTRAINT assignment_guardian_channel_check
  CHECK (guardian_channel IN ('web', 'phone', 'desk', 'sms'));

-- What a person must know: a message id and safe values; words are made when it is read or sent.
CREATE TABLE notification (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  topic text NOT NULL,
  message_id text NOT NULL,
  message_values jsonb NOT NULL,
  subject_id uuid,
  event_key text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  read_at timestamptz(3),
  PRIMARY KEY (community_id, id),
  CONSTRAINT notification_once UNIQUE (community_id, member_id, event_key),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CREATE INDEX notification_inbox ON notification (community_id, member_id, id);
CALL protect_table('notification');

CREATE TABLE delivery (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  notification_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('in-app', 'e-mail', 'sms', 'web-push')),
  state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'suppressed')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz(3) NOT NULL,
  -- Does not wait for the end of quiet hours.
  urgent boolean NOT NULL DEFAULT false,
  -- A lease, by the database's clock: found in `sending` for long, its process died; it is sent again once.
  sending_since timestamptz(3),
  interruptions smallint NOT NULL DEFAULT 0,
  sent_at timestamptz(3),
  failure text CHECK (length(failure) <= 300),
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, notification_id, channel),
  FOREIGN KEY (community_id, notification_id) REFERENCES notification (community_id, id)
);
CREATE INDEX delivery_due ON delivery (community_id, state, due_at);
CALL protect_table('delivery');

CREATE TABLE notification_preference (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  topic text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('e-mail', 'sms', 'web-push')),
  wanted boolean NOT NULL,
  PRIMARY KEY (community_id, member_id, topic, channel),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CALL protect_table('notification_preference');

-- Minutes of the time bank. Balances move by entries alone; what is held is already promised.
CREATE TABLE account (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('member', 'group', 'organisation', 'bank', 'pool')),
  member_id uuid,
  organisation_id uuid,
  name text CHECK (length(name) <= 120),
  balance_minutes integer NOT NULL DEFAULT 0,
  held_minutes integer NOT NULL DEFAULT 0 CHECK (held_minutes >= 0),
  floor_minutes integer,
  ceiling_minutes integer,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CHECK ((kind = 'member') = (member_id IS NOT NULL)),
  CONSTRAINT account_floor CHECK (floor_minutes IS NULL OR balance_minutes - held_minutes >= floor_minutes),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, organisation_id) REFERENCES organisation (community_id, id)
);
CREATE UNIQUE INDEX account_member ON account (community_id, member_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX account_single ON account (community_id, kind) WHERE kind IN ('bank', 'pool');
CALL protect_table('account', 'SELECT, INSERT');
-- The balance belongs to the entries' trigger; the runtime role moves what is held and the limits.
GRANT UPDATE (held_minutes, floor_minutes, ceiling_minutes, name) ON account TO intreccio_app;

CREATE TABLE transfer (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('opening', 'visit', 'bonus', 'donation', 'pool', 'exchange', 'levy', 'charge', 'adjustment', 'reversal')),
  idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 8 AND 200),
  request_hash bytea NOT NULL,
  reverses_id uuid,
  seat_id uuid,
  reason text CHECK (length(reason) <= 300),
  created_by uuid,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  CONSTRAINT transfer_once UNIQUE (community_id, idempotency_key),
  CONSTRAINT transfer_reversed_once UNIQUE (community_id, reverses_id),
  CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
  FOREIGN KEY (community_id, reverses_id) REFERENCES transfer (community_id, id)
);
CREATE INDEX transfer_seat ON transfer (community_id, seat_id) WHERE seat_id IS NOT NULL;
CREATE INDEX transfer_time ON transfer (community_id, created_at, id);
CALL protect_table('transfer', 'SELECT, INSERT');
CALL make_append_only('transfer');

CREATE TABLE entry (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  transfer_id uuid NOT NULL,
  account_id uuid NOT NULL,
  minutes integer NOT NULL CHECK (minutes <> 0 AND abs(minutes) <= 100000000),
  balance_after_minutes integer NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, transfer_id, account_id),
  FOREIGN KEY (community_id, transfer_id) REFERENCES transfer (community_id, id),
  FOREIGN KEY (community_id, account_id) REFERENCES account (community_id, id)
);
CREATE INDEX entry_account ON entry (community_id, account_id, id);
CALL protect_table('entry', 'SELECT, INSERT');
CALL make_append_only('entry');

CREATE FUNCTION post_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE account SET balance_minutes = balance_minutes + NEW.minutes
    WHERE community_id = NEW.community_id AND id = NEW.account_id
    RETURNING balance_minutes INTO NEW.balance_after_minutes;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such account' USING ERRCODE = '23503'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER post_entry BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION post_entry();

-- A transfer has at least two entries and sums to zero, looked at when the transaction ends.
CREATE FUNCTION check_transfer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  total bigint;
  entries integer;
  the_transfer uuid := CASE WHEN TG_TABLE_NAME = 'transfer' THEN (to_jsonb(NEW) ->> 'id')::uuid ELSE (to_jsonb(NEW) ->> 'transfer_id')::uuid END;
BEGIN
  SELECT coalesce(sum(minutes), 0), count(*) INTO total, entries FROM entry
    WHERE community_id = NEW.community_id AND transfer_id = the_transfer;
  IF total <> 0 OR entries < 2 THEN
    RAISE EXCEPTION 'transfer % has % entries and sums to %', the_transfer, entries, total
      USING ERRCODE = '23514', CONSTRAINT = 'transfer_sums_to_zero';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER transfer_sums_to_zero AFTER INSERT ON entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_transfer();
CREATE CONSTRAINT TRIGGER transfer_has_entries AFTER INSERT ON transfer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_transfer();

-- Minutes promised for a coming visit's seat. Captured with the transfer of the done visit, or released.
CREATE TABLE hold (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  seat_id uuid NOT NULL,
  household_id uuid NOT NULL,
  minutes integer NOT NULL CHECK (minutes > 0),
  -- When the visit starts: its local quarter is the one the pool's limit counts.
  due_at timestamptz(3) NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'captured', 'released')),
  transfer_id uuid,
  created_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  PRIMARY KEY (community_id, id),
  CHECK ((state = 'held') = (ended_at IS NULL)),
  FOREIGN KEY (community_id, account_id) REFERENCES account (community_id, id),
  FOREIGN KEY (community_id, transfer_id) REFERENCES transfer (community_id, id)
);
CREATE UNIQUE INDEX hold_live_seat ON hold (community_id, seat_id) WHERE state = 'held';
CREATE INDEX hold_seat ON hold (community_id, seat_id);
CREATE INDEX hold_account ON hold (community_id, account_id, id);
CREATE INDEX hold_household ON hold (community_id, household_id, due_at);
CALL protect_table('hold', 'SELECT, INSERT');
GRANT UPDATE (state, transfer_id, ended_at) ON hold TO intreccio_app;

-- Two adult members who already swapped time: recorded by one, confirmed by the other.
CREATE TABLE exchange (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  giver_id uuid NOT NULL,
  receiver_id uuid NOT NULL CHECK (receiver_id <> giver_id),
  recorded_by uuid NOT NULL,
  category_id uuid NOT NULL,
  minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  happened_on date NOT NULL,
  state text NOT NULL,
  transfer_id uuid,
  answer_by timestamptz(3) NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  FOREIGN KEY (community_id, giver_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, receiver_id) REFERENCES member (community_id, id),
  FOREIGN KEY (community_id, category_id) REFERENCES category (community_id, id),
  FOREIGN KEY (community_id, transfer_id) REFERENCES transfer (community_id, id)
);
CREATE INDEX exchange_giver ON exchange (community_id, giver_id, id);
CREATE INDEX exchange_receiver ON exchange (community_id, receiver_id, id);
CREATE INDEX exchange_due ON exchange (community_id, answer_by) WHERE state = 'recorded';
CALL protect_table('exchange');

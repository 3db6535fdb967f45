-- An entry may redeem what was promised: the hold and the payment move in one step, so that an account that stands outside
-- a newer floor can still pay what it promised, and nothing more.
ALTER TABLE entry ADD COLUMN released_minutes integer NOT NULL DEFAULT 0 CHECK (released_minutes >= 0);

CREATE OR REPLACE FUNCTION post_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE account SET balance_minutes = balance_minutes + NEW.minutes, held_minutes = held_minutes - NEW.released_minutes
    WHERE community_id = NEW.community_id AND id = NEW.account_id
    RETURNING balance_minutes INTO NEW.balance_after_minutes;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such account' USING ERRCODE = '23503'; END IF;
  RETURN NEW;
END $$;

-- A floor that was raised later leaves accounts outside it: that is legal, going further out is not.
ALTER TABLE account DROP CONSTRAINT account_floor;
CREATE FUNCTION keep_above_floor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.balance_minutes - NEW.held_minutes < NEW.floor_minutes
    AND NEW.balance_minutes - NEW.held_minutes < OLD.balance_minutes - OLD.held_minutes THEN
    RAISE EXCEPTION 'account % would fall below its floor', NEW.id USING ERRCODE = '23514', CONSTRAINT = 'account_floor';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_floor BEFORE UPDATE OF balance_minutes, held_minutes ON account
  FOR EACH ROW EXECUTE FUNCTION keep_above_floor();

-- Accounts of an organisation (one each) and of groups, which have a name and may belong to an organisation.
ALTER TABLE account ADD CONSTRAINT account_of_organisation CHECK (kind <> 'organisation' OR organisation_id IS NOT NULL);
ALTER TABLE account ADD CONSTRAINT account_of_group CHECK (kind <> 'group' OR name IS NOT NULL);
CREATE UNIQUE INDEX account_organisation ON account (community_id, organisation_id) WHERE kind = 'organisation';
CREATE UNIQUE INDEX account_group ON account (community_id, name) WHERE kind = 'group';

ALTER TABLE transfer DROP CONSTRAINT transfer_kind_check;
ALTER TABLE transfer ADD CONSTRAINT transfer_kind_check CHECK (kind IN
  ('opening', 'visit', 'bonus', 'donation', 'pool', 'exchange', 'levy', 'charge', 'adjustment', 'payment', 'reversal'));

CREATE INDEX exchange_transfer ON exchange (community_id, transfer_id) WHERE transfer_id IS NOT NULL;
CREATE INDEX request_call_back ON request (community_id, call_back_on) WHERE call_back_on IS NOT NULL;

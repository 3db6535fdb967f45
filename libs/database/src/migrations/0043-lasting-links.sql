-- Addresses of calendars, links in mails and invitations that are out are found by keyed hashes, too: the keys of these are
-- kept when the master key changes, as those of recovery codes are.
ALTER TABLE hash_key DROP CONSTRAINT hash_key_purpose_check;
ALTER TABLE hash_key ADD CONSTRAINT hash_key_purpose_check CHECK (
  purpose IN ('recovery-code', 'identity', 'invitation', 'calendar-feed', 'hours-link', 'unsubscribe'));

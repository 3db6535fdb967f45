-- A member's own quiet hours, in minutes after local midnight; without them the community's hold. Equal ends: none at all.
ALTER TABLE notification_setting
  ADD COLUMN quiet_from_minute smallint CHECK (quiet_from_minute BETWEEN 0 AND 1439),
  ADD COLUMN quiet_until_minute smallint CHECK (quiet_until_minute BETWEEN 0 AND 1439),
  ADD CONSTRAINT notification_setting_quiet_both CHECK ((quiet_from_minute IS NULL) = (quiet_until_minute IS NULL));
CREATE INDEX notification_setting_quiet ON notification_setting (community_id, quiet_from_minute, quiet_until_minute)
  WHERE quiet_from_minute IS NOT NULL;

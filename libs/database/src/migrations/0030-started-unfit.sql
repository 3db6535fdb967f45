-- A visit that began although its helper lacked a check, a permission or cover: its hours count, and the desk looks at it.
ALTER TABLE visit DROP CONSTRAINT visit_flags_known;
ALTER TABLE visit ADD CONSTRAINT visit_flags_known CHECK (flags <@ ARRAY['credential-expired', 'funds-missing',
  'helper-suspended', 'blocked', 'first-visit', 'started-unfit']);

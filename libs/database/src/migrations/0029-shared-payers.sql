-- An organisation's or a group's account may pay for a request: named by a coordinator who leads it.
ALTER TABLE request ADD COLUMN payer_account_id uuid;
ALTER TABLE request ADD CONSTRAINT request_payer_account
  FOREIGN KEY (community_id, payer_account_id) REFERENCES account (community_id, id);
ALTER TABLE request ADD CONSTRAINT request_one_payer CHECK (payer_member_id IS NULL OR payer_account_id IS NULL);

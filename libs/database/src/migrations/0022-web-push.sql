-- The browsers in which a member wants to be told. The address of one is a secret of its own, so it is sealed.
CREATE TABLE push_subscription (
  community_id uuid NOT NULL REFERENCES community (id),
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  endpoint_hash bytea NOT NULL,
  subscription_sealed bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, id),
  UNIQUE (community_id, member_id, endpoint_hash),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CALL protect_table('push_subscription');

-- The installation's own key pair towards push services, made once unless the configuration brings one.
CREATE TABLE push_key (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  public_key text NOT NULL,
  private_sealed bytea NOT NULL
);
GRANT SELECT, INSERT ON push_key TO intreccio_app;

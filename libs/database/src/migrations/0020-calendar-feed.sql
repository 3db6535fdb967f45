-- The secret address under which a member's calendar program reads their visits. One a member; the address alone holds the token.
CREATE TABLE calendar_feed (
  community_id uuid NOT NULL REFERENCES community (id),
  member_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (community_id, member_id),
  UNIQUE (community_id, token_hash),
  FOREIGN KEY (community_id, member_id) REFERENCES member (community_id, id)
);
CALL protect_table('calendar_feed');

import type { Tx } from '#database';

const MOST_MEMBERSHIPS = 100;

/** A person as a member of one of their communities. */
export interface Membership {
  readonly communityId: string;
  readonly memberId: string;
}

/** Where a person may enter, the first joined first; asked outside every community, in the person's own name. */
export function membershipsOf(sql: Tx['sql'], personId: string): Promise<Membership[]> {
  return sql<Membership>(
    `SELECT community_id AS "communityId", id AS "memberId" FROM member WHERE person_id = $1 AND state = 'active'
     ORDER BY created_at, id LIMIT ${MOST_MEMBERSHIPS}`,
    [personId],
  );
}

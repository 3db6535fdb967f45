import type { Tx } from '#database';

const MOST_MEMBERSHIPS = 100;

/** A person as a member of one of their communities. */
export interface Membership {
  readonly communityId: string;
  readonly memberId: string;
  /** The community's, as its door says it. */
  readonly name: string;
}

/** Where a person may enter, the first joined first; asked outside every community, in the person's own name. */
export function membershipsOf(sql: Tx['sql'], personId: string): Promise<Membership[]> {
  return sql<Membership>(
    `SELECT m.community_id AS "communityId", m.id AS "memberId", d.name FROM member m
       JOIN public_desk d ON d.community = m.community_id
     WHERE m.person_id = $1 AND m.state = 'active' ORDER BY m.created_at, m.id LIMIT ${MOST_MEMBERSHIPS}`,
    [personId],
  );
}

import type { IdentityCodec } from '#members';
import type pg from 'pg';
import { COMMUNITY_ID, COMMUNITY_NAME } from './catalogue.data.js';
import { TIME_ZONE } from './pavia.data.js';
import { emailOf } from './people.data.js';
import { KNOWN, type KnownPerson } from './staff.js';

export interface DemoPerson {
  readonly memberId: string;
  readonly personId: string;
  readonly givenName: string;
  readonly email: string;
}

export interface DistrictCounts {
  readonly households: number;
  readonly guardians: number;
  readonly dependants: number;
  readonly volunteers: number;
  readonly timebankMembers: number;
  readonly coordinators: number;
  readonly requests: number;
  readonly visits: number;
  readonly poolMinutes: number;
}

export interface DistrictSummary {
  readonly communityId: string;
  readonly name: string;
  readonly timeZone: string;
  /** false when the district was there already. */
  readonly created: boolean;
  readonly counts: DistrictCounts;
  /** Well-known people for the demonstration's buttons and its walk through the main job. */
  readonly demo: Readonly<Record<KnownPerson, DemoPerson>>;
}

/** @returns undefined when the district is not there. @throws Error when it was sealed with another key. */
export async function readSummary(
  client: pg.Client,
  codec: IdentityCodec,
  created: boolean,
): Promise<DistrictSummary | undefined> {
  const { rows } = await client.query('SELECT 1 FROM community WHERE id = $1', [COMMUNITY_ID]);
  if (rows.length === 0) return undefined;
  return {
    communityId: COMMUNITY_ID,
    name: COMMUNITY_NAME,
    timeZone: TIME_ZONE,
    created,
    counts: await readCounts(client),
    demo: await readDemoPeople(client, codec),
  };
}

async function readCounts(client: pg.Client): Promise<DistrictCounts> {
  const { rows } = await client.query<DistrictCounts>(
    `SELECT (SELECT count(*)::int FROM household WHERE community_id = $1) AS households,
       (SELECT count(DISTINCT member_id)::int FROM household_member WHERE community_id = $1 AND guardian) AS guardians,
       (SELECT count(*)::int FROM dependant WHERE community_id = $1) AS dependants,
       (SELECT count(DISTINCT member_id)::int FROM offer WHERE community_id = $1 AND regime = 'volunteer') AS volunteers,
       (SELECT count(DISTINCT member_id)::int FROM offer WHERE community_id = $1 AND regime = 'timebank') AS "timebankMembers",
       (SELECT count(*)::int FROM member_role WHERE community_id = $1 AND role = 'coordinator') AS coordinators,
       (SELECT count(*)::int FROM request WHERE community_id = $1 AND state = 'open') AS requests,
       (SELECT count(*)::int FROM visit WHERE community_id = $1 AND state = 'planned') AS visits,
       (SELECT balance_minutes FROM account WHERE community_id = $1 AND kind = 'pool') AS "poolMinutes"`,
    [COMMUNITY_ID],
  );
  return rows[0]!;
}

/** By their addresses' blind indexes, so that neither seed nor day need be known. */
async function readDemoPeople(client: pg.Client, codec: IdentityCodec): Promise<DistrictSummary['demo']> {
  const wanted = Object.entries(KNOWN).map(([role, name]) => ({
    role,
    givenName: name.givenName,
    email: emailOf(name),
  }));
  const { rows } = await client.query<{ memberId: string; personId: string; index: Buffer }>(
    `SELECT i.member_id AS "memberId", m.person_id AS "personId", i.email_index AS index
     FROM member_identity i JOIN member m ON m.community_id = i.community_id AND m.id = i.member_id
     WHERE i.community_id = $1 AND i.email_index = ANY ($2::bytea[])`,
    [COMMUNITY_ID, wanted.map(({ email }) => codec.index(COMMUNITY_ID, email))],
  );
  const people = wanted.map(({ role, givenName, email }) => {
    const index = codec.index(COMMUNITY_ID, email);
    const found = rows.find((candidate) => candidate.index.equals(index));
    if (!found)
      throw new Error(
        'it is there already, but sealed with another SECRET_KEY: set the key it was seeded with.',
      );
    return [role, { memberId: found.memberId, personId: found.personId, givenName, email }] as const;
  });
  return Object.fromEntries(people) as DistrictSummary['demo'];
}

import { communityOf, policiesToday } from '#communities';
import type { Tx } from '#database';
import { leavesAt, type QuietHours } from './quiet-hours.rules.js';

const DAY_MINUTES = 24 * 60;

/** Whose quiet hours hold at this moment. */
export interface QuietNow {
  /** The community's, for members without their own. */
  readonly community: boolean;
  /** Of the members' own: from-minute * 1440 + until-minute. */
  readonly own: readonly number[];
}

/** The community's quiet hours of today. */
export async function communityQuietHours(tx: Tx): Promise<QuietHours> {
  const { quietFromMinute, quietUntilMinute } = await policiesToday(tx);
  return { quietFromMinute, quietUntilMinute };
}

export async function quietNow(tx: Tx): Promise<QuietNow> {
  const { timeZone } = await communityOf(tx);
  const isQuiet = (hours: QuietHours) => leavesAt(tx.now, timeZone, hours) > tx.now;
  const kept = await tx.sql<QuietHours>(
    `SELECT DISTINCT quiet_from_minute AS "quietFromMinute", quiet_until_minute AS "quietUntilMinute"
     FROM notification_setting WHERE community_id = $1 AND quiet_from_minute IS NOT NULL`,
    [tx.communityId],
  );
  return {
    community: isQuiet(await communityQuietHours(tx)),
    own: kept
      .filter(isQuiet)
      .map(({ quietFromMinute, quietUntilMinute }) => quietFromMinute * DAY_MINUTES + quietUntilMinute),
  };
}

/**
 * SQL condition: the member's quiet hours hold. @param member column of the member's id
 * @param community @param own placeholders of QuietNow's parts
 */
export function isQuietFor(member: string, community: string, own: string): string {
  return `coalesce((SELECT q.quiet_from_minute::int * ${DAY_MINUTES} + q.quiet_until_minute = ANY (${own}::int[])
    FROM notification_setting q WHERE q.community_id = $1 AND q.member_id = ${member} AND q.quiet_from_minute IS NOT NULL),
    ${community}::boolean)`;
}

/** The members' own quiet hours, of those who have some. */
export async function ownQuietHours(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, QuietHours>> {
  const rows = await tx.sql<QuietHours & { readonly memberId: string }>(
    `SELECT member_id AS "memberId", quiet_from_minute AS "quietFromMinute", quiet_until_minute AS "quietUntilMinute"
     FROM notification_setting WHERE community_id = $1 AND member_id = ANY ($2::uuid[]) AND quiet_from_minute IS NOT NULL`,
    [tx.communityId, memberIds],
  );
  return new Map(rows.map(({ memberId, ...hours }) => [memberId, hours]));
}

import { UnitOfWork, type Actor, type Tx } from '#database';
import { deskReachesHousehold, isSecondApprover, givenNames, IdentityCodec } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import type { Explanation } from './explain.js';
import { sayExplanation, type SaidExplanation } from './words/explanation-words.js';
import { readingOf } from './words/load-reading.js';

export interface ProposalView {
  readonly id: string;
  readonly state: string;
  readonly requestId: string;
  readonly helperId: string;
  readonly helperGivenName: string;
  readonly categoryCode: string;
  readonly municipality: string;
  readonly zone: string;
  readonly regime: string;
  readonly score: number;
  readonly urgency: string;
  readonly firstStartsAt: Date;
  readonly visits: number;
  readonly firstTogether: boolean;
  readonly overrideRules: readonly string[];
  readonly overrideReason: string | null;
  /** When the helper's yes to an override was recorded. */
  readonly helperAgreedAt: Date | null;
  readonly expiresAt: Date;
  readonly version: number;
}

export interface ProposalDetail extends ProposalView {
  readonly runId: string | null;
  readonly weightsVersion: number;
  readonly explanation: SaidExplanation;
  readonly dates: readonly {
    readonly visitId: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly score: number;
    readonly travelMinutes: number;
  }[];
  /** Given names of the helpers the explanation names by id. */
  readonly names: Readonly<Record<string, string>>;
}

type Row = Omit<ProposalView, 'helperGivenName'> & { householdId: string };

const COLUMNS = `p.id, p.state, p.request_id AS "requestId", r.household_id AS "householdId", p.helper_id AS "helperId",
  c.code AS "categoryCode", mu.name AS municipality, z.name AS zone, p.regime, p.score, r.urgency,
  v.first_starts_at AS "firstStartsAt", v.visits, NOT EXISTS (SELECT 1 FROM assignment a WHERE a.community_id = p.community_id
    AND a.household_id = r.household_id AND a.helper_id = p.helper_id AND a.state IN ('confirmed', 'ended')) AS "firstTogether",
  p.override_rules AS "overrideRules", p.override_reason AS "overrideReason",
  p.helper_agreed_at AS "helperAgreedAt", p.expires_at AS "expiresAt", p.version`;

/** The page of proposals is cut before the rest is joined: what they are about is read for these rows alone. */
const tablesOf = (condition: string) => `(SELECT p.* FROM proposal p
    JOIN request r ON r.community_id = p.community_id AND r.id = p.request_id
    JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id WHERE p.community_id = $1 AND ${condition}) p
  JOIN request r ON r.community_id = p.community_id AND r.id = p.request_id
  JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
  JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
  JOIN municipality mu ON mu.community_id = z.community_id AND mu.id = z.municipality_id
  CROSS JOIN LATERAL (SELECT min(pv.starts_at) AS first_starts_at, count(*)::int AS visits FROM proposal_visit pv
    WHERE pv.community_id = p.community_id AND pv.proposal_id = p.id) v`;

/** What a coordinator sees of proposals. */
@Injectable()
export class ProposalViews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  async list(
    actor: Actor,
    query: { state?: string; requestId?: string; limit?: number; cursor?: string },
  ): Promise<Page<ProposalView>> {
    const { limit, after } = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Row>(
        `SELECT ${COLUMNS} FROM ${tablesOf(`p.state = $2 AND ($3::uuid IS NULL OR p.request_id = $3)
           AND ($4::uuid IS NULL OR p.id > $4) AND ${decides(tx, '$6')} ORDER BY p.id LIMIT $5`)} ORDER BY p.id`,
        [
          tx.communityId,
          query.state ?? 'proposed',
          query.requestId ?? null,
          after ?? null,
          limit + 1,
          actor.memberId,
        ],
      );
      const page = toPage(rows, limit);
      await auditHouseholds(tx, 'proposal.read', page.items);
      return { ...page, items: await this.named(tx, page.items) };
    });
  }

  /** @param wanted languages for the sentences, the dearest first; the member's own when none has words */
  async read(actor: Actor, id: string, wanted: readonly string[] = []): Promise<ProposalDetail> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<
        Row & Pick<ProposalDetail, 'runId' | 'weightsVersion'> & { explanation: Explanation }
      >(
        `SELECT ${COLUMNS}, p.run_id AS "runId", p.weights_version AS "weightsVersion", p.explanation
         FROM ${tablesOf(`p.id = $2 AND ${decides(tx, '$3')}`)}`,
        [tx.communityId, id, actor.memberId],
      );
      if (!row) throw commonError('not-found');
      await auditHouseholds(tx, 'proposal.read', [row]);
      const dates = await tx.sql<ProposalDetail['dates'][number]>(
        `SELECT visit_id AS "visitId", starts_at AS "startsAt", ends_at AS "endsAt", score, travel_minutes AS "travelMinutes"
         FROM proposal_visit WHERE community_id = $1 AND proposal_id = $2 ORDER BY starts_at LIMIT 400`,
        [tx.communityId, id],
      );
      const others = (row.explanation.nextBest ?? []).map(({ helperId }) => helperId);
      const names = Object.fromEntries(await givenNames(tx, this.codec, others));
      const [named] = await this.named(tx, [row]);
      const explanation = sayExplanation(await readingOf(tx, wanted), row.explanation);
      return withoutHousehold({ ...row, ...named!, explanation, dates, names });
    });
  }

  private async named(tx: Tx, rows: readonly Row[]): Promise<ProposalView[]> {
    const names = await givenNames(tx, this.codec, [...new Set(rows.map(({ helperId }) => helperId))]);
    return rows.map((row) => withoutHousehold({ ...row, helperGivenName: names.get(row.helperId) ?? '' }));
  }
}

/** Households the desk of the asking coordinator reaches. */
export function reached(tx: Tx, actorId: string): string {
  return deskReachesHousehold(tx, 'h', actorId);
}

/** Proposals of households in reach, and those the asking coordinator is named to decide. */
function decides(tx: Tx, actorId: string): string {
  return `(${reached(tx, actorId)} OR ${isSecondApprover('proposal', 'p.id', actorId)})`;
}

/** One record for a page: the households it showed. */
export async function auditHouseholds(
  tx: Tx,
  action: string,
  rows: readonly { householdId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.audit({
    action,
    kind: 'household',
    ids: [...new Set(rows.map(({ householdId }) => householdId))],
  });
}

/** Which household it is stays out of the answer: the request names it to those who may know. */
function withoutHousehold<T extends { householdId?: string }>(row: T): Omit<T, 'householdId'> {
  const seen: Partial<T> = { ...row };
  delete seen.householdId;
  return seen as Omit<T, 'householdId'>;
}

import { UnitOfWork, type Actor } from '#database';
import { readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import type { UnmatchedFacts } from './explain-unmatched.js';
import { auditHouseholds, reached } from './proposal-views.service.js';
import type { RecruitingNeed } from './recruiting.js';
import { readingOf } from './words/load-reading.js';
import { needSaying, sayUnmatched, type SaidUnmatched } from './words/unmatched-words.js';
import { say, type Said } from './words/words.js';

export interface UnmatchedView extends SaidUnmatched {
  readonly id: string;
  readonly requestId: string;
  readonly categoryCode: string;
  readonly municipality: string;
  readonly startsAt: Date;
  readonly short: number;
  readonly why: string;
  readonly facts: UnmatchedFacts;
}

/** New helpers who would serve visits that found nobody: a kind and numbers, no person. */
export interface RecruitingView extends RecruitingNeed {
  readonly id: string;
  readonly runId: string;
  readonly categoryCode: string;
  readonly municipality: string;
  readonly zone: string;
  readonly credentials: readonly string[];
  readonly suggestion: Said;
}

type Listing = { readonly limit?: number; readonly cursor?: string };

/** What the latest run could not serve, why, and what would help. */
@Injectable()
export class UnmatchedViews {
  constructor(private readonly uow: UnitOfWork) {}

  /** Visits that found nobody, with the rule that binds. @param wanted languages for the sentences */
  async listVisits(
    actor: Actor,
    query: Listing,
    wanted: readonly string[] = [],
  ): Promise<Page<UnmatchedView>> {
    const { limit, after } = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Omit<UnmatchedView, keyof SaidUnmatched> & { householdId: string }>(
        `SELECT u.visit_id AS id, v.request_id AS "requestId", c.code AS "categoryCode", mu.name AS municipality,
           v.starts_at AS "startsAt", u.short, u.why, u.facts, r.household_id AS "householdId"
         FROM (SELECT u.* FROM unmatched_visit u JOIN visit v ON v.community_id = u.community_id AND v.id = u.visit_id
           JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
           JOIN household h ON h.community_id = r.community_id AND h.id = r.household_id
           WHERE u.community_id = $1 AND ($2::uuid IS NULL OR u.visit_id > $2) AND ${reached(tx, '$4')}
           ORDER BY u.visit_id LIMIT $3) u
         JOIN visit v ON v.community_id = u.community_id AND v.id = u.visit_id
         JOIN request r ON r.community_id = v.community_id AND r.id = v.request_id
         JOIN category c ON c.community_id = r.community_id AND c.id = r.category_id
         JOIN zone z ON z.community_id = r.community_id AND z.id = r.zone_id
         JOIN municipality mu ON mu.community_id = z.community_id AND mu.id = z.municipality_id
         ORDER BY u.visit_id`,
        [tx.communityId, after ?? null, limit + 1, actor.memberId],
      );
      const page = toPage(rows, limit);
      const reading = await readingOf(tx, wanted);
      await auditHouseholds(tx, 'unmatched.list', page.items);
      const items = page.items.map((row) => {
        const { householdId: _, ...visit } = row;
        return { ...visit, ...sayUnmatched(reading, row.facts) };
      });
      return { ...page, items };
    });
  }

  /** Whom to recruit, by what it would give. @param wanted languages for the sentences */
  async listNeeds(
    actor: Actor,
    query: Listing,
    wanted: readonly string[] = [],
  ): Promise<Page<RecruitingView>> {
    const { limit, after } = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<Omit<RecruitingView, 'suggestion' | 'credentials'>>(
        `SELECT n.id, n.run_id AS "runId", n.weekday, n.band, n.category_id AS "categoryId", c.code AS "categoryCode",
           n.zone_id AS "zoneId", z.name AS zone, mu.name AS municipality, n.within_minutes AS "withinMinutes",
           n.credential_type_ids AS "credentialTypeIds", n.subjects, n.languages, n.needs_car AS "needsCar", n.helpers,
           n.families, n.visits
         FROM recruiting_need n JOIN category c ON c.community_id = n.community_id AND c.id = n.category_id
         JOIN zone z ON z.community_id = n.community_id AND z.id = n.zone_id
         JOIN municipality mu ON mu.community_id = z.community_id AND mu.id = z.municipality_id
         WHERE n.community_id = $1 AND ($2::uuid IS NULL OR n.id > $2) ORDER BY n.id LIMIT $3`,
        [tx.communityId, after ?? null, limit + 1],
      );
      const page = toPage(rows, limit);
      const reading = await readingOf(tx, wanted);
      const items = page.items.map((need) => ({
        ...need,
        credentials: need.credentialTypeIds.map((id) => reading.names.get(id) ?? '–'),
        suggestion: say(reading, needSaying(need)),
      }));
      return { ...page, items };
    });
  }
}

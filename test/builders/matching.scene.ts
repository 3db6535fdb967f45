import type { Tx } from '#database';
import {
  MatchingService,
  PlaceSolver,
  Planning,
  ProposalsService,
  type HardRule,
  type ManualProposal,
} from '#matching';
import { buildCommunity } from './community.builder.js';
import type { BuiltFamily, CommunityPeople, HelperWishes } from './people.builder.js';
import { buildRequest, type RequestWishes } from './request.builder.js';
import { openWorld, START, type TestWorld } from './test-world.js';

interface OpenProposal {
  readonly id: string;
  readonly helperId: string;
  readonly requestId: string;
  readonly visits: number;
  readonly version: number;
  readonly explanation: { readonly terms: readonly { readonly term: string; readonly points: number }[] };
}

/** A family and a desk, new for each test (`begin`), with matching and what it says of whom it proposes and leaves out. */
export class MatchingScene {
  world!: TestWorld;
  people!: CommunityPeople;
  family!: BuiltFamily;
  matching!: MatchingService;
  proposals!: ProposalsService;

  async open(): Promise<this> {
    this.world = await openWorld();
    const { uow } = this.world;
    this.matching = new MatchingService(uow, new Planning(uow, new PlaceSolver()));
    this.proposals = new ProposalsService(uow);
    return this;
  }

  async begin(): Promise<this> {
    this.world.clock.moveTo(START);
    this.people = await buildCommunity(this.world.uow, this.world.codec, this.world.clock);
    this.family = await this.people.family();
    return this;
  }

  readonly system = <T>(work: (tx: Tx) => Promise<T>) => this.world.uow.run(this.people.facts.system, work);

  readonly run = () => this.matching.run(this.people.id, 'manual');

  readonly sitter = (wishes: HelperWishes = {}) =>
    this.people.helper({ categoryIds: [this.people.facts.categories.babysitting], ...wishes });

  /** Babysitting tomorrow, 16:00 to 18:00, for the family, unless wished otherwise. */
  readonly ask = (wishes: Partial<RequestWishes> = {}) =>
    buildRequest(this.world.uow, this.people, {
      family: this.family,
      categoryId: this.people.facts.categories.babysitting,
      ...wishes,
    });

  /** A coordinator's own choice, agreed with the helper. */
  readonly own = (
    requestId: string,
    helperId: string,
    more: Partial<ManualProposal> = {},
  ): ManualProposal => ({
    requestId,
    helperId,
    visitIds: [],
    overrideRules: [],
    reason: 'They agreed on the phone',
    helperAgreed: true,
    ...more,
  });

  readonly proposed = () =>
    this.system((tx) =>
      tx.sql<OpenProposal>(
        `SELECT p.id, p.helper_id AS "helperId", p.request_id AS "requestId", p.version, p.explanation, (SELECT count(*)::int FROM proposal_visit v
           WHERE v.community_id = p.community_id AND v.proposal_id = p.id) AS visits
         FROM proposal p WHERE p.community_id = $1 AND p.state = 'proposed' ORDER BY p.created_at, p.id`,
        [this.people.id],
      ),
    );

  /** Why visits found nobody. */
  readonly reasons = () =>
    this.system((tx) =>
      tx.sql<{ why: string; rule: HardRule; short: number }>(
        `SELECT why, facts ->> 'rule' AS rule, short FROM unmatched_visit WHERE community_id = $1`,
        [this.people.id],
      ),
    );
}

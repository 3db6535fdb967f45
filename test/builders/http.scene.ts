import type { MemberActor } from '#database';
import { expect } from '@jest/globals';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';
import { buildCommunity } from './community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from './people.builder.js';
import { START } from './test-world.js';

/** What the answers read here say, of all routes together: the step that asked knows which of it is there. */
interface Answer {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly assignmentId: string;
  readonly helperId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly occurrence: string;
  readonly topic: string;
  readonly items: readonly Answer[];
  readonly seats: readonly Answer[];
  /** An error's code, else the state, else the status. */
  readonly said: unknown;
}
export type Body = Readonly<Record<string, unknown>>;
type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

export const said = async (work: Promise<Answer>): Promise<unknown> => (await work).said;

export const minutesAfter = (instant: string, minutes: number) =>
  new Date(new Date(instant).getTime() + minutes * 60_000);

/** A family, a helper and the desk, new for each test (`begin`), who act over HTTP while the worker reacts. */
export class HttpScene {
  installation!: TestInstallation;
  people!: CommunityPeople;
  family!: BuiltFamily;
  helper!: BuiltHelper;
  desk!: MemberActor;

  async open(): Promise<TestInstallation> {
    this.installation = await openInstallation();
    return this.installation;
  }

  async begin(): Promise<this> {
    const { uow, codec, clock } = this.installation;
    clock.moveTo(START);
    this.people = await buildCommunity(uow, codec, clock);
    this.family = await this.people.family({ givenName: 'Sara' });
    this.helper = await this.people.helper({ regime: 'timebank' });
    this.desk = await this.people.coordinator();
    return this;
  }

  readonly call = async (
    who: MemberActor,
    method: Method,
    path: string,
    body?: unknown,
    version?: number,
  ): Promise<Answer> => {
    const agent = await this.installation.as(who);
    const request = agent[method](path);
    if (version !== undefined) void request.set('if-match', `"v${version}"`);
    const { status, body: answer } = await (body === undefined ? request : request.send(body as object));
    expect(status).toBeLessThan(500);
    return { ...answer, said: answer.code ?? answer.state ?? status };
  };

  readonly post = (who: MemberActor, path: string, body: unknown = {}, version?: number) =>
    this.call(who, 'post', path, body, version);

  readonly ask = (more: Body = {}, schedule: Body = {}) =>
    this.post(this.family.actor, '/v1/requests', {
      householdId: this.family.householdId,
      categoryId: this.people.facts.categories.babysitting,
      dependantIds: this.family.dependantIds,
      regimes: ['timebank'],
      open: true,
      schedule: {
        frequency: 'once',
        firstDay: this.people.day(2),
        startTime: '16:00',
        endTime: '18:00',
        ...schedule,
      },
      ...more,
    });

  readonly fiveWeeks = () => ({
    frequency: 'weekly',
    firstDay: this.people.day(2),
    untilDay: this.people.day(30),
  });

  /** The open proposal of the helper, made by matching or by the desk, whoever was first. */
  readonly proposalOf = async (
    requestId: string,
    who = this.helper,
  ): Promise<Pick<Answer, 'id' | 'version'>> => {
    const made = await this.post(this.desk, '/v1/proposals', { requestId, helperId: who.memberId });
    if (made.said !== 'already-proposed') return { id: made.id, version: 1 };
    const { items } = await this.call(this.desk, 'get', `/v1/proposals?requestId=${requestId}`);
    return items.find((it) => it.helperId === who.memberId)!;
  };

  readonly approved = async (more: Body = {}, schedule: Body = {}) => {
    const { id: requestId } = await this.ask(more, schedule);
    const { id, version } = await this.proposalOf(requestId);
    const { assignmentId } = await this.post(this.desk, `/v1/proposals/${id}/approve`, {}, version);
    return { requestId, assignmentId };
  };

  readonly confirmed = async (more: Body = {}, schedule: Body = {}) => {
    const made = await this.approved(more, schedule);
    await this.post(this.helper.actor, `/v1/assignments/${made.assignmentId}/accept`);
    await this.post(this.family.actor, `/v1/assignments/${made.assignmentId}/guardian-yes`);
    const { seats, state } = await this.call(
      this.helper.actor,
      'get',
      `/v1/assignments/${made.assignmentId}`,
    );
    expect(state).toBe('confirmed');
    return { ...made, seats };
  };

  /** Lets the reactions to what happened end. */
  readonly settled = () =>
    until('the reactions', () =>
      this.installation.uow.run(this.people.facts.system, async (tx) => {
        const rows = await tx.sql(
          `SELECT FROM outbox WHERE community_id = $1 AND done_at IS NULL AND topic <> 'assignment.approved'
             AND (published_at IS NOT NULL OR next_at <= clock_timestamp() + interval '1 minute') LIMIT 1`,
          [this.people.id],
        );
        return rows.length === 0;
      }),
    );

  readonly statesOf = async (table: 'seat' | 'visit' | 'hold' | 'assignment' | 'request') => {
    const order = { seat: 'starts_at', visit: 'starts_at', hold: 'id', assignment: 'id', request: 'id' }[
      table
    ];
    const rows = await this.installation.uow.run(this.people.facts.system, (tx) =>
      tx.sql<{ state: string }>(`SELECT state FROM ${table} WHERE community_id = $1 ORDER BY ${order}`, [
        this.people.id,
      ]),
    );
    return rows.map(({ state }) => state);
  };

  /** Once the reactions have ended: nothing is held that nobody pays or gives back, no seat waits for an assignment that is over. */
  readonly expectSound = async (): Promise<void> => {
    await this.settled();
    const wrong = await this.installation.uow.run(this.people.facts.system, (tx) =>
      tx.sql(
        `SELECT 'the ledger does not sum to zero' AS what FROM account WHERE community_id = $1 HAVING sum(balance_minutes) <> 0
         UNION ALL SELECT 'an account holds what no hold says' FROM account a WHERE a.community_id = $1 AND a.held_minutes <>
           coalesce((SELECT sum(minutes) FROM hold h WHERE h.community_id = $1 AND h.account_id = a.id AND h.state = 'held'), 0)
         UNION ALL SELECT 'held for a seat that is ' || s.state FROM hold h
           JOIN seat s ON s.community_id = h.community_id AND s.id = h.seat_id
           WHERE h.community_id = $1 AND h.state = 'held' AND s.state NOT IN ('scheduled', 'reconfirmed', 'arrived', 'done', 'disputed')
         UNION ALL SELECT 'a coming seat of an assignment that is ' || a.state FROM seat s
           JOIN assignment a ON a.community_id = s.community_id AND a.id = s.assignment_id
           WHERE s.community_id = $1 AND s.state IN ('scheduled', 'reconfirmed') AND s.starts_at > $2
             AND a.state NOT IN ('awaiting-acceptance', 'awaiting-guardian', 'confirmed')`,
        [this.people.id, this.installation.clock.now()],
      ),
    );
    expect(wrong).toEqual([]);
  };
}

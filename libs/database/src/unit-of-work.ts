import { articleOf, Clock, commonError, newId, type Machine } from '#platform';
import type {
  DataSource,
  EntityManager,
  EntityTarget,
  ObjectLiteral,
  QueryRunner,
  Repository,
} from 'typeorm';
import { isCoordinator, sidesOf, type Actor } from './actor.js';
import { beginTransaction, type Asking, type TenantlessWork } from './begin-transaction.js';
import { isRetryable, translateDatabaseError } from './database-errors.js';
import { liveKindOf, LiveOutbox, type LiveKind } from './live-outbox.js';
import type { EventTopic, Reactions } from './reactions.js';
import { pagesOf, rowsOf } from './rows.js';

const ATTEMPTS = 4;

/** The open transaction of one community: the only door to its rows. */
export interface Tx {
  readonly actor: Actor;
  readonly communityId: string;
  /** Business time of this transaction; the same for all it does. */
  readonly now: Date;
  readonly manager: EntityManager;
  /** Repository of an entity inside this transaction. */
  repo<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T>;
  /** Runs SQL with bound parameters and answers its rows, those of UPDATE … RETURNING and DELETE … RETURNING too. */
  sql<Row = Record<string, unknown>>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Runs a query row by row at the server and answers its rows in pages: what is large is never here as a whole. */
  pages<Row>(text: string, parameters?: readonly unknown[]): AsyncGenerator<Row[]>;
  /** Announces an event: one outbox row for each of its reactions, in this transaction. */
  announce(topic: EventTopic, event: AnnouncedEvent): Promise<void>;
  /** Checks a life cycle's table, records the step with actor and reason, announces what the table says. */
  step<State extends string, Name extends string>(
    machine: Machine<State, Name>,
    subject: { readonly id: string; readonly state: State },
    name: Name,
    options?: StepOptions,
  ): Promise<State>;
  /** Lets those who look on hear of a change when this transaction is done: a kind and an id, never content. */
  live(kind: LiveKind, id: string): void;
  /** Records a read of a household's data, or an act worth a record. Ids only. */
  audit(record: AuditEntry): Promise<void>;
}

export interface AnnouncedEvent {
  readonly subjectId: string;
  /** Distinguishes this event from others of the same topic and subject; defaults to a new id. */
  readonly key?: string;
  /** How long the reaction waits (an action that can be undone). */
  readonly delayMs?: number;
  readonly values?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface StepOptions {
  readonly reason?: string;
  readonly values?: AnnouncedEvent['values'];
  readonly delayMs?: number;
  /** Set when the actor stands here for another side than their roles say (a coordinator for a family). */
  readonly as?: 'coordinator' | 'system' | 'family' | 'helper';
}

export interface AuditEntry {
  readonly action: string;
  readonly kind: string;
  readonly ids: readonly string[];
  readonly reason?: string;
}

/** Opens transactions: tenant and role set, whole transaction retried on serialization failures and deadlocks. */
export class UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly reactions: Reactions,
  ) {}

  /** Runs `work` in one transaction of the actor's community. @throws DomainError translated from SQLSTATE. */
  async run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { communityId, personId } = actor;
    return this.retry({ communityId, personId }, async (runner) => {
      const { tx, heard } = this.open(runner, actor);
      const result = await work(tx);
      if (actor.idempotencyKey) await noteWork(tx, actor.idempotencyKey);
      await heard.tell();
      return result;
    });
  }

  /** Runs `work` outside every community, where nobody is known yet or nobody asks. */
  tenantless<T>(what: TenantlessWork, work: (sql: Tx['sql'], now: Date) => Promise<T>): Promise<T> {
    return this.outside({ work: what }, work);
  }

  /** Runs `work` outside every community in a person's own name: it sees their memberships, sessions and factors. */
  ofPerson<T>(personId: string, work: (sql: Tx['sql'], now: Date) => Promise<T>): Promise<T> {
    return this.outside({ personId }, work);
  }

  private outside<T>(asking: Asking, work: (sql: Tx['sql'], now: Date) => Promise<T>): Promise<T> {
    return this.retry(asking, (runner) =>
      work((text, parameters) => rowsOf(runner, text, parameters), this.clock.now()),
    );
  }

  /**
   * One statement outside every community, which is its own transaction: one round trip instead of three, for what
   * every request asks. It carries neither tenant nor person: what it may see, a function it calls must turn to.
   */
  async single<Row>(text: string, parameters: (now: Date) => readonly unknown[]): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await rowsOf<Row>(runner, text, parameters(this.clock.now()));
    } catch (error) {
      throw translateDatabaseError(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private async retry<T>(asking: Asking, attempt: (runner: QueryRunner) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      const runner = this.dataSource.createQueryRunner();
      try {
        await beginTransaction(runner, asking);
        const result = await attempt(runner);
        await runner.commitTransaction();
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        if (isRetryable(error) && tried < ATTEMPTS) {
          await new Promise((resume) => setTimeout(resume, 10 * 2 ** tried * Math.random()));
          continue;
        }
        throw translateDatabaseError(error);
      } finally {
        await runner.release().catch(() => undefined);
      }
    }
  }

  private open(runner: QueryRunner, actor: Actor): { tx: Tx; heard: LiveOutbox } {
    const now = this.clock.now();
    const reactions = this.reactions;
    const heard = new LiveOutbox(runner, actor.communityId);
    const tx: Tx = {
      actor,
      communityId: actor.communityId,
      now,
      manager: runner.manager,
      repo: (entity) => runner.manager.getRepository(entity),
      sql: (text, parameters) => rowsOf(runner, text, parameters),
      pages: (text, parameters) => pagesOf(runner, text, parameters),
      async announce(topic, event) {
        const kind = liveKindOf(topic);
        if (kind) heard.add(kind, event.subjectId);
        const names = reactions[topic];
        if (names.length === 0) return;
        const key = event.key ?? newId();
        await runner.query(
          `INSERT INTO outbox (community_id, id, topic, reaction, key, payload, request_id, created_at, next_at)
           SELECT $1, r.id, $2, r.name, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7::float8 / 1000)
           FROM unnest($8::uuid[], $9::text[]) AS r (id, name)
           ON CONFLICT (community_id, reaction, key) DO NOTHING`,
          [
            actor.communityId,
            topic,
            `${topic}:${event.subjectId}:${key}`,
            JSON.stringify({ version: 1, subjectId: event.subjectId, values: event.values ?? {} }),
            actor.requestId ?? null,
            now,
            event.delayMs ?? 0,
            names.map(() => newId()),
            names,
          ],
        );
        if (!event.delayMs) await runner.query(`SELECT pg_notify('outbox', '')`);
      },
      async step(machine, subject, name, options = {}) {
        const row = machine.next(subject.state, name);
        const sides = options.as ? [options.as] : sidesOf(actor);
        if (!row.by.some((side) => sides.includes(side))) {
          throw commonError(
            'forbidden',
            `The step "${name}" of ${articleOf(machine.name).toLowerCase()} ${machine.name} is for ${row.by.join(', ')}.`,
          );
        }
        heard.add(`${machine.name}.changed` as LiveKind, subject.id);
        await recordStep(tx, machine.name, subject.id, row, subject.state, options.reason);
        if (row.emits) {
          await tx.announce(row.emits as EventTopic, {
            subjectId: subject.id,
            values: options.values,
            delayMs: options.delayMs,
          });
        }
        return row.to;
      },
      live: (kind, id) => heard.add(kind, id),
      async audit(record) {
        await runner.query(`SELECT append_audit($1, $2, $3, $4, $5, $6, $7, $8)`, [
          newId(),
          actor.memberId ?? null,
          actor.onBehalfOf ?? null,
          record.action,
          record.kind,
          record.ids,
          record.reason ?? null,
          now,
        ]);
      },
    };
    return { tx, heard };
  }
}

/** Ties the key to the work: where the work is committed, so is the note that no repetition may do it again. */
async function noteWork(tx: Tx, key: string): Promise<void> {
  await tx.sql(
    `UPDATE idempotency_key SET worked_at = $4 WHERE community_id = $1 AND member_id = $2 AND key = $3
       AND pg_current_xact_id_if_assigned() IS NOT NULL`,
    [tx.communityId, tx.actor.memberId, key, tx.now],
  );
}

async function recordStep(
  tx: Tx,
  machine: string,
  subjectId: string,
  row: { name: string; to: string },
  from: string,
  reason: string | undefined,
): Promise<void> {
  await tx.sql(
    `INSERT INTO transition (community_id, id, machine, subject_id, name, from_state, to_state,
       actor_member_id, on_behalf_of, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.communityId,
      newId(),
      machine,
      subjectId,
      row.name,
      from,
      row.to,
      tx.actor.memberId ?? null,
      tx.actor.onBehalfOf ?? null,
      reason ?? null,
      tx.now,
    ],
  );
}

/** @throws DomainError forbidden unless the actor is a coordinator or an administrator. */
export function requireCoordinator(actor: Actor): void {
  if (!isCoordinator(actor)) throw commonError('forbidden', 'Only a coordinator can do this.');
}

import { LiveListener, systemActor, UnitOfWork, type LiveKind, type LiveMessage } from '#database';
import type { SignedInActor } from '#members';
import { CONFIG, LOGGER, type Config, type Logger } from '#platform';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { notificationError } from '../notifications.errors.js';
import { audiencesOf } from './audience.queries.js';
import { mayHear, type Onlooker } from './live.rules.js';

/** Something changed, or: events may have been missed, look at everything again. */
export type LiveEvent = { readonly kind: LiveKind; readonly id: string } | { readonly kind: 'look-again' };

interface Listening extends Onlooker {
  readonly actor: SignedInActor;
  readonly communityId: string;
  readonly hear: (event: LiveEvent) => void;
  readonly end: () => void;
}

const MOST_STREAMS = 2_000;
const MOST_PER_MEMBER = 6;
/** Messages of a community that wait while the audience of earlier ones is looked up. */
const MOST_WAITING = 200;

/** Tells those who look on what changed, in whichever process it did, as far as each may know. */
@Injectable()
export class LiveService implements OnModuleDestroy {
  private readonly listening = new Set<Listening>();
  private readonly waiting: LiveMessage[] = [];
  private working: Promise<void> | undefined;
  private listener: LiveListener | undefined;
  private starting: Promise<void> | undefined;
  private ended = false;

  constructor(
    private readonly uow: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param hear called for every change the actor may know of @param end called when the process stops
   * @returns how to stop listening
   * @throws DomainError too-many-streams
   */
  async listen(actor: SignedInActor, hear: (event: LiveEvent) => void, end: () => void): Promise<() => void> {
    const own = [...this.listening].filter(({ actor: other }) => other.memberId === actor.memberId);
    if (this.listening.size >= MOST_STREAMS || own.length >= MOST_PER_MEMBER)
      throw notificationError('too-many-streams');
    const entry: Listening = {
      actor,
      organisationId: await this.organisationOf(actor),
      communityId: actor.communityId,
      hear,
      end,
    };
    await this.startListener();
    if (this.ended) end();
    else this.listening.add(entry);
    // A session may have ended between being asked for and being looked after.
    await this.endStrangers(actor.communityId, [entry]);
    return () => void this.listening.delete(entry);
  }

  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    for (const { end } of this.listening) end();
    this.listening.clear();
    await this.listener?.stop();
    await this.working;
  }

  /** The first who looks on opens the connection; it then stays. */
  private startListener(): Promise<void> {
    this.starting ??= (async () => {
      this.listener = new LiveListener(
        this.config.databaseUrl,
        this.logger,
        (message) => this.take(message),
        () => this.lookAgain(),
      );
      await this.listener.start();
    })();
    return this.starting;
  }

  private async organisationOf(actor: SignedInActor): Promise<string | null> {
    const [row] = await this.uow.run(actor, (tx) =>
      tx.sql<{ organisationId: string | null }>(
        'SELECT organisation_id AS "organisationId" FROM member WHERE community_id = $1 AND id = $2',
        [tx.communityId, actor.memberId],
      ),
    );
    return row?.organisationId ?? null;
  }

  private take(message: LiveMessage): void {
    if (!this.inCommunity(message.communityId).length) return;
    if (this.waiting.length >= MOST_WAITING) {
      this.waiting.length = 0;
      return this.lookAgain();
    }
    this.waiting.push(message);
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
  }

  private async work(): Promise<void> {
    for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
      try {
        await this.tell(message);
      } catch (error) {
        this.logger.warn({ err: (error as Error).message }, 'live events could not be told');
        this.lookAgain(message.communityId);
      }
    }
  }

  private async tell({ communityId, changes, more, ended = [] }: LiveMessage): Promise<void> {
    // First: what follows is nothing for whoever has been sent away.
    const sent = new Set([
      ...ended,
      ...changes.flatMap(([kind, id]) => (kind === 'member.changed' ? [id] : [])),
    ]);
    const touched = this.inCommunity(communityId).filter(
      ({ actor }) => sent.has(actor.sessionId) || sent.has(actor.memberId),
    );
    await this.endStrangers(communityId, touched);
    const byKind = new Map<LiveKind, string[]>();
    for (const [kind, id] of changes) byKind.set(kind, [...(byKind.get(kind) ?? []), id]);
    for (const [kind, ids] of byKind) {
      const audiences = await this.uow.run(systemActor(communityId), (tx) => audiencesOf(tx, kind, ids));
      for (const entry of this.inCommunity(communityId)) {
        for (const audience of audiences) {
          if (mayHear(entry, kind, audience)) entry.hear({ kind, id: audience.id });
        }
      }
    }
    if (more) this.lookAgain(communityId);
  }

  /**
   * Ends the streams of those who are not who they were when they came: their session is over, they are suspended or
   * gone, or hold other roles. The browser connects anew, and is asked who it is.
   */
  private async endStrangers(communityId: string, entries: readonly Listening[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = await this.uow.run(systemActor(communityId), (tx) =>
      tx.sql<{ id: string; roles: readonly string[] }>(
        `SELECT s.id, array(SELECT r.role FROM member_role r WHERE r.community_id = m.community_id AND r.member_id = m.id) AS roles
         FROM sign_in_session s JOIN member m ON m.community_id = s.community_id AND m.id = s.member_id AND m.state = 'active'
         WHERE s.community_id = $1 AND s.id = ANY ($2::uuid[]) AND s.revoked_at IS NULL`,
        [tx.communityId, entries.map(({ actor }) => actor.sessionId)],
      ),
    );
    const rolesOf = new Map(rows.map(({ id, roles }) => [id, roles.toSorted().join()]));
    for (const entry of entries) {
      if (rolesOf.get(entry.actor.sessionId) === entry.actor.roles.toSorted().join()) continue;
      this.listening.delete(entry);
      entry.end();
    }
  }

  private lookAgain(communityId?: string): void {
    const concerned = communityId ? this.inCommunity(communityId) : [...this.listening];
    for (const { hear } of concerned) hear({ kind: 'look-again' });
    // What was missed may have been that somebody was sent away.
    for (const id of new Set(concerned.map((entry) => entry.communityId))) {
      this.endStrangers(id, this.inCommunity(id)).catch((error: unknown) =>
        this.logger.warn({ err: (error as Error).message }, 'live streams could not be looked after'),
      );
    }
  }

  private inCommunity(communityId: string): Listening[] {
    return [...this.listening].filter((entry) => entry.communityId === communityId);
  }
}

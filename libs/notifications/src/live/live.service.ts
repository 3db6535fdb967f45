import {
  LiveListener,
  systemActor,
  UnitOfWork,
  type LiveKind,
  type LiveMessage,
  type MemberActor,
} from '#database';
import { CONFIG, LOGGER, type Config, type Logger } from '#platform';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { notificationError } from '../notifications.errors.js';
import { audiencesOf } from './audience.queries.js';
import { mayHear, type Onlooker } from './live.rules.js';

/** Something changed, or: events may have been missed, look at everything again. */
export type LiveEvent = { readonly kind: LiveKind; readonly id: string } | { readonly kind: 'look-again' };

interface Listening extends Onlooker {
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
  async listen(actor: MemberActor, hear: (event: LiveEvent) => void, end: () => void): Promise<() => void> {
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

  private async organisationOf(actor: MemberActor): Promise<string | null> {
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

  private async tell({ communityId, changes, more }: LiveMessage): Promise<void> {
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

  private lookAgain(communityId?: string): void {
    const concerned = communityId ? this.inCommunity(communityId) : [...this.listening];
    for (const { hear } of concerned) hear({ kind: 'look-again' });
  }

  private inCommunity(communityId: string): Listening[] {
    return [...this.listening].filter((entry) => entry.communityId === communityId);
  }
}

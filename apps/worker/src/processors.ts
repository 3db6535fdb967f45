import {
  flagBlocks,
  flagCredentialVisits,
  flagFirstVisit,
  flagSuspended,
  flagUncovered,
  releaseSeatsOfCancelledVisits,
} from '#assignments';
import { DomainError, LOGGER, type Logger } from '#platform';
import { REACTIONS, systemActor, UnitOfWork, type ReactionName, type Tx } from '#database';
import { approveNextBest, closeAsks, MatchingService, ProposalsService, type WaitingEvent } from '#matching';
import { DeliveryService, NotifyService, PushDeliveryService } from '#notifications';
import { AddressChangesService, JoinRequestService, keepHeads } from '#members';
import { applyClosures, applyMove } from '#requests';
import { ProcessorRegistry, type ReactionPayload, type RunningJob } from '#queue';
import { Inject, Injectable } from '@nestjs/common';
import { acknowledged, comeBackSoon, noteFailure, type OutboxEvent } from './acknowledge.js';
import { forgetSignIns } from './forget-old.js';
import type { Relay } from './relay.js';
import { COMMUNITY_DUTIES, DELIVER_TICK, FORGET_TICK, HEADS_TICK, NIGHTLY_TICK } from './schedules.js';

const DUTY_BATCH = 200;
const MOST_BATCHES = 50;
const DELIVER_BATCH = 25;
const DONE_KEPT_DAYS = 7;
/** Runs of one matching job: after so many in a row others have their turn. */
const MOST_RUNS = 20;

/** Who does which job: the effects behind the lists of reactions and schedules. */
@Injectable()
export class Processors {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly matching: MatchingService,
    private readonly proposals: ProposalsService,
    private readonly notify: NotifyService,
    private readonly delivery: DeliveryService,
    private readonly push: PushDeliveryService,
    private readonly joinRequests: JoinRequestService,
    private readonly addressChanges: AddressChangesService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws Error at the start when a reaction or a tick has no processor, or two */
  register(relay: Relay): ProcessorRegistry {
    const registry = new ProcessorRegistry();
    const reactions = [...new Set(Object.values(REACTIONS).flat())] as ReactionName[];
    this.reaction(registry, 'matching.community', (payload, job) => this.match(payload, job));
    this.effect(registry, 'upkeep.flag-credentials', async (tx, event) =>
      flagCredentialVisits(tx, { memberId: await memberOfCredentialEvent(tx, event) }),
    );
    this.effect(registry, 'upkeep.flag-requirements', (tx, event) =>
      flagCredentialVisits(tx, { [`${String(event.values['about'])}Id`]: event.subjectId }),
    );
    this.effect(registry, 'upkeep.flag-uncovered', (tx, event) =>
      flagUncovered(tx, { [`${event.topic.split('.')[0]!}Id`]: event.subjectId }),
    );
    this.effect(registry, 'upkeep.flag-suspended', (tx, event) => flagSuspended(tx, event.subjectId));
    this.effect(registry, 'upkeep.release-seats', (tx, event) =>
      releaseSeatsOfCancelledVisits(tx, String(event.values['requestId'] ?? event.subjectId)),
    );
    this.effect(registry, 'upkeep.flag-blocks', (tx, event) =>
      flagBlocks(tx, event.subjectId, String(event.values['otherId'])),
    );
    this.effect(registry, 'upkeep.flag-first-visit', (tx, event) => flagFirstVisit(tx, event.subjectId));
    this.effect(registry, 'upkeep.apply-closures', (tx) => applyClosures(tx));
    this.effect(registry, 'upkeep.apply-move', (tx, event) => applyMove(tx, event.subjectId));
    this.effect(registry, 'upkeep.close-asks', (tx, event) => closeAsks(tx, event.subjectId));
    this.reaction(registry, 'upkeep.tell-join-request', (payload) =>
      this.write(payload, (communityId, id) => this.joinRequests.tell(communityId, id)),
    );
    this.reaction(registry, 'upkeep.follow-address-change', (payload) =>
      this.write(payload, (communityId, id) => this.addressChanges.follow(communityId, id)),
    );
    this.reaction(registry, 'upkeep.next-best', (payload) => this.askNextBest(payload));
    for (const reaction of reactions.filter((name) => name.startsWith('notifications.'))) {
      this.reaction(registry, reaction, (payload) => this.tell(reaction, payload));
    }
    for (const duty of COMMUNITY_DUTIES) {
      registry.tick(duty.name, () =>
        this.everywhere(relay, (communityId) => this.duty(communityId, duty.work)),
      );
    }
    registry.tick(DELIVER_TICK, () => this.everywhere(relay, (communityId) => this.deliver(communityId)));
    registry.tick(HEADS_TICK, () => this.everywhere(relay, (communityId) => this.tellHeads(communityId)));
    registry.tick(FORGET_TICK, () => forgetSignIns(this.uow));
    registry.tick(NIGHTLY_TICK, async () => {
      await this.everywhere(
        relay,
        async (communityId) => void (await this.matching.run(communityId, 'nightly')),
      );
      await relay.forgetDone(DONE_KEPT_DAYS, 100_000);
    });
    registry.seal({
      reactions,
      ticks: [
        ...COMMUNITY_DUTIES.map(({ name }) => name),
        DELIVER_TICK,
        FORGET_TICK,
        HEADS_TICK,
        NIGHTLY_TICK,
      ],
    });
    return registry;
  }

  private effect(
    registry: ProcessorRegistry,
    name: string,
    work: (tx: Tx, event: OutboxEvent) => Promise<unknown>,
  ): void {
    this.reaction(registry, name, async (payload) => {
      await acknowledged(this.uow, payload, async (tx, event) => void (await work(tx, event)));
    });
  }

  /** A try that fails is counted on the event's row; one that came while matching was at work is none. */
  private reaction(
    registry: ProcessorRegistry,
    name: string,
    work: (payload: ReactionPayload, job: RunningJob) => Promise<void>,
  ): void {
    registry.reaction(name, async (payload, job) => {
      try {
        await work(payload, job);
      } catch (error) {
        if (isRunInProgress(error)) return comeBackSoon(this.uow, payload);
        await noteFailure(this.uow, payload, error);
        throw error;
      }
    });
  }

  /**
   * One run answers all events of the community that wait. Those that come while it plans make no job of their own, so
   * they are looked for when it is done; the relay brings again what comes after the last look.
   */
  private async match({ communityId }: ReactionPayload, job: RunningJob): Promise<void> {
    for (let run = 0; run < MOST_RUNS && (await this.matching.isWaiting(communityId)); run += 1) {
      await this.matching.answer(communityId, [], (_, fraction) => void job.progress(fraction));
    }
  }

  /** Matching first, so that there is a next best; then its approval and the acknowledgement are one transaction. */
  private async askNextBest(payload: ReactionPayload): Promise<void> {
    const automatic = await this.proposals.asksNextBest(payload.communityId);
    if (automatic) await this.matching.answer(payload.communityId, await this.asAsked(payload));
    await acknowledged(this.uow, payload, async (tx, event) => {
      if (automatic) await approveNextBest(tx, event.subjectId);
      else
        await tx.announce('matching.asked', { subjectId: event.subjectId, values: { about: 'assignment' } });
    });
  }

  /** The letter first, and no transaction open meanwhile: it may come twice when the process dies, and never not at all. */
  private async write(
    payload: ReactionPayload,
    letter: (communityId: string, subjectId: string) => Promise<void>,
  ): Promise<void> {
    const [event] = await this.asAsked(payload);
    if (event) await letter(payload.communityId, event.subjectId);
    await acknowledged(this.uow, payload, async () => undefined);
  }

  /** The event itself, which waits for another reaction than matching. */
  private async asAsked({ communityId, outboxId }: ReactionPayload): Promise<WaitingEvent[]> {
    return this.uow.run(systemActor(communityId), (tx) =>
      tx.sql<WaitingEvent>(
        `SELECT id, topic, payload ->> 'subjectId' AS "subjectId", coalesce(payload -> 'values', '{}') AS values
         FROM outbox WHERE community_id = $1 AND id = $2 AND done_at IS NULL AND dead_at IS NULL`,
        [tx.communityId, outboxId],
      ),
    );
  }

  private async tell(reaction: ReactionName, payload: ReactionPayload): Promise<void> {
    const told = await acknowledged(
      this.uow,
      payload,
      async (tx, event) => void (await this.notify.react(tx, reaction, event)),
    );
    if (told) await this.deliver(payload.communityId);
  }

  private async deliver(communityId: string): Promise<void> {
    await this.delivery.deliverDue(communityId, DELIVER_BATCH);
    await this.push.deliverDue(communityId, DELIVER_BATCH);
  }

  /** Kept in the database, and told to the log, which goes where the database's owner does not: in the form of `audit-heads`. */
  private async tellHeads(communityId: string): Promise<void> {
    for (const head of await this.uow.run(systemActor(communityId), keepHeads))
      this.logger.info({ community: communityId, ...head }, 'head of a chain');
  }

  private async duty(communityId: string, work: (tx: Tx, limit: number) => Promise<number>): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const taken = await this.uow.run(systemActor(communityId), (tx) => work(tx, DUTY_BATCH));
      if (taken < DUTY_BATCH) return;
    }
  }

  /** One community's trouble must not keep the others waiting. */
  private async everywhere(relay: Relay, work: (communityId: string) => Promise<void>): Promise<void> {
    for (const communityId of await relay.communityIds()) {
      try {
        await work(communityId);
      } catch (error) {
        const code = error instanceof DomainError ? error.code : (error as Error).message;
        this.logger.warn({ communityId, err: code }, 'a duty failed; it comes again');
      }
    }
  }
}

function isRunInProgress(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'run-in-progress';
}

/** A change is told of the member, an end of the credential itself. */
async function memberOfCredentialEvent(tx: Tx, event: OutboxEvent): Promise<string> {
  if (event.topic !== 'credential.expired') return event.subjectId;
  const [row] = await tx.sql<{ memberId: string }>(
    'SELECT member_id AS "memberId" FROM credential WHERE community_id = $1 AND id = $2',
    [tx.communityId, event.subjectId],
  );
  return row?.memberId ?? event.subjectId;
}

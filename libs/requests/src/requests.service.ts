import { isCoordinator, UnitOfWork, type Actor, type Tx } from '#database';
import { guardiansOf, IdentityCodec } from '#members';
import { newId, type LocalDay } from '#platform';
import { Injectable } from '@nestjs/common';
import { changeRequest } from './change-request.js';
import { openDraft } from './open-request.js';
import { prepareRequest } from './prepare-request.js';
import { readRequest } from './read-requests.js';
import { RequestEntity } from './request.entity.js';
import { requestError } from './request.errors.js';
import { shiftSchedule } from './request.rules.js';
import { requestMachine } from './request.machine.js';
import {
  dependantsOf,
  findRequest,
  lockRequest,
  readFacts,
  saveDependants,
  saveRequest,
  sideOf,
  writeFacts,
} from './request-record.js';
import type { NewRequest, RequestPatch, RequestView } from './request.types.js';
import { cancelVisits } from './cancel-visits.js';

/** Asking for help: create, edit, open, withdraw, ask again. */
@Injectable()
export class RequestsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /**
   * Creates a draft, or opens it at once.
   * @throws DomainError of request.errors.ts; not-found for a foreign household.
   */
  createRequest(actor: Actor, input: NewRequest): Promise<RequestView> {
    return this.create(actor, input);
  }

  /** @param heard how the desk heard of it before, where nobody says it again */
  private create(actor: Actor, input: NewRequest, heard?: Heard): Promise<RequestView> {
    const speaking =
      isCoordinator(actor) && input.onBehalfOf ? { ...actor, onBehalfOf: input.onBehalfOf } : actor;
    return this.uow.run(speaking, async (tx) => {
      const { householdId, onBehalfOf, channel, spokenLanguage, noticeRead, open, ...facts } = input;
      const side = await sideOf(tx, householdId);
      const guardian = await guardianSpeaking(tx, householdId, side, onBehalfOf);
      if (side === 'family' && speaksForOthers(tx, input)) throw requestError('on-behalf-needless');
      const spoken =
        side === 'family' ? BY_THEMSELVES : (heard ?? heardNow(tx, { channel, spokenLanguage, noticeRead }));
      const prepared = await prepareRequest(tx, householdId, facts, { side, speakingFor: guardian });
      const id = newId();
      const request = Object.assign(new RequestEntity(), {
        communityId: tx.communityId,
        id,
        householdId,
        state: requestMachine.initial,
        askedBy: tx.actor.memberId!,
        onBehalfOf: side === 'coordinator' ? guardian : null,
        ...spoken,
        continuesId: null,
        ownerId: side === 'coordinator' ? tx.actor.memberId! : null,
        coverId: null,
        callBackOn: null,
        version: 1,
        createdAt: tx.now,
        openedAt: null,
        closedAt: null,
      });
      writeFacts(request, facts, prepared, this.codec);
      await tx.repo(RequestEntity).insert(request);
      await saveDependants(tx, id, facts.dependantIds);
      if (open) await openDraft(tx, request, prepared);
      return readRequest(tx, this.codec, id);
    });
  }

  /**
   * Changes a request. Of an open one, only coming visits that nobody is assigned to move with the schedule, and what
   * helpers were matched by stays as it is while one of them is coming.
   * @throws DomainError visits-assigned when a helper is coming to a visit that would change: then nothing changes;
   *   payer-consent-missing when somebody else's hours would pay for more.
   */
  editRequest(actor: Actor, id: string, version: number, patch: RequestPatch): Promise<RequestView> {
    return this.uow.run(actor, async (tx) => {
      await changeRequest(tx, this.codec, await lockRequest(tx, id, version), patch);
      return readRequest(tx, this.codec, id);
    });
  }

  /** Opens a draft: its visits exist from now on and matching looks for helpers. */
  openRequest(actor: Actor, id: string): Promise<RequestView> {
    return this.uow.run(actor, async (tx) => {
      const { request, side } = await lockRequest(tx, id);
      requestMachine.next(request.state, 'open');
      const facts = readFacts(request, await dependantsOf(tx, id), this.codec);
      const speakingFor = side === 'family' ? tx.actor.memberId : (request.onBehalfOf ?? undefined);
      const prepared = await prepareRequest(tx, request.householdId, facts, { side, speakingFor }, request);
      await openDraft(tx, request, prepared);
      return readRequest(tx, this.codec, id);
    });
  }

  /** Takes a request back; its coming visits are cancelled and their helpers are freed and told. */
  withdrawRequest(actor: Actor, id: string, reason?: string): Promise<RequestView> {
    return this.uow.run(actor, async (tx) => {
      const { request } = await lockRequest(tx, id);
      request.state = await tx.step(requestMachine, request, 'withdraw', {
        reason,
        values: { requestId: id },
      });
      request.closedAt = tx.now;
      await cancelVisits(tx, id, { reason, silent: true });
      await saveRequest(tx, request);
      return readRequest(tx, this.codec, id);
    });
  }

  /**
   * "Again like last time": a draft with the same facts that begins on another day and runs as long. The desk's keeps how it
   * was heard of, and that the notice was read then.
   */
  async repeatRequest(
    actor: Actor,
    id: string,
    firstDay: LocalDay,
    untilDay?: LocalDay,
  ): Promise<RequestView> {
    const { input, heard } = await this.uow.run(actor, async (tx) => {
      const { request, side } = await findRequest(tx, id);
      const facts = readFacts(request, await dependantsOf(tx, id), this.codec);
      const input = {
        ...facts,
        schedule: shiftSchedule(facts.schedule, firstDay, untilDay),
        // Who paid last time is asked again: consent is given for one request.
        payerMemberId: undefined,
        payerAccountId: undefined,
        householdId: request.householdId,
        onBehalfOf: side === 'coordinator' ? (request.onBehalfOf ?? request.askedBy) : undefined,
      };
      const { channel, spokenLanguage, noticeReadAt } = request;
      return { input, heard: request.onBehalfOf ? { channel, spokenLanguage, noticeReadAt } : UNHEARD };
    });
    return this.create(actor, input, heard);
  }
}

/** How a request came to the desk: by which way, in which language, and whether the notice was read to who asked. */
type Heard = Pick<RequestEntity, 'channel' | 'spokenLanguage' | 'noticeReadAt'>;

const BY_THEMSELVES: Heard = { channel: 'web', spokenLanguage: null, noticeReadAt: null };
/** The desk repeats what a family asked by itself: it read the notice then, and nobody said in which language. */
const UNHEARD: Heard = { ...BY_THEMSELVES, channel: 'phone' };

/** Nobody's data is taken down who was not told, in words they understand. @throws DomainError on-behalf-incomplete */
function heardNow(
  tx: Tx,
  { channel, spokenLanguage, noticeRead }: Pick<NewRequest, 'channel' | 'spokenLanguage' | 'noticeRead'>,
): Heard {
  if (!spokenLanguage || !noticeRead) throw requestError('on-behalf-incomplete');
  return { channel: channel ?? 'phone', spokenLanguage, noticeReadAt: tx.now };
}

/** What only the desk says of a request; a family that said it would be taken for one served by phone. */
function speaksForOthers(tx: Tx, { onBehalfOf, channel, spokenLanguage, noticeRead }: NewRequest): boolean {
  const forAnother = onBehalfOf !== undefined && onBehalfOf !== tx.actor.memberId;
  const elsewhere = channel !== undefined && channel !== 'web';
  return forAnother || elsewhere || spokenLanguage !== undefined || noticeRead !== undefined;
}

/** The guardian who asks, or for whom a coordinator speaks. @throws DomainError on-behalf-missing. */
async function guardianSpeaking(
  tx: Tx,
  householdId: string,
  side: 'family' | 'coordinator',
  onBehalfOf: string | undefined,
): Promise<string> {
  if (side === 'family') return tx.actor.memberId!;
  const guardians = (await guardiansOf(tx, [householdId])).get(householdId) ?? [];
  if (!onBehalfOf || !guardians.includes(onBehalfOf)) throw requestError('on-behalf-missing');
  return onBehalfOf;
}

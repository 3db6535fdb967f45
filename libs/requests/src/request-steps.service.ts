import { UnitOfWork, type Actor, type Tx } from '#database';
import { IdentityCodec, tellSpokenFor, type Heard } from '#members';
import { Injectable } from '@nestjs/common';
import { cancelVisits } from './cancel-visits.js';
import { readRequest } from './read-requests.js';
import { requestMachine } from './request.machine.js';
import { guardianSpeaking, heardFromGuardian } from './heard-from-guardian.js';
import { lockRequest, saveRequest, type RequestSide } from './request-record.js';
import { addNote } from './request-notes.js';
import type { RequestView } from './request.types.js';

type StepName = (typeof requestMachine.steps)[number]['name'];

/** The desk's steps with a request: ask back, give up; and the family's answer. */
@Injectable()
export class RequestStepsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Pauses matching until the family has answered the question, which is kept as a note of the case. */
  askInfo(actor: Actor, id: string, question: string): Promise<RequestView> {
    return this.step(actor, id, 'ask-info', async (tx) => {
      await addNote(tx, this.codec, id, question);
    });
  }

  /**
   * A guardian answers, or a coordinator who heard it from one: on record, and told to whom it was written down for.
   * @throws DomainError as `heardFromGuardian`
   */
  async answerInfo(
    actor: Actor,
    id: string,
    answer?: string,
    heard: Heard = {},
    version?: number,
  ): Promise<RequestView> {
    const speaker = await guardianSpeaking(this.uow, actor, id, heard);
    return this.step(
      speaker,
      id,
      'answer-info',
      async (tx, side) => {
        await heardFromGuardian(tx, side, id, heard);
        if (answer) await addNote(tx, this.codec, id, answer);
        await tellSpokenFor(tx, { kind: 'request', id }, 'question');
      },
      { version },
    );
  }

  /** Gives up what could not be covered: visits nobody comes to are cancelled, those with a helper take place. */
  giveUpRequest(actor: Actor, id: string, reason: string): Promise<RequestView> {
    return this.step(
      actor,
      id,
      'give-up',
      async (tx) => {
        await cancelVisits(tx, id, { uncoveredOnly: true, reason, silent: true });
      },
      { reason },
    );
  }

  private step(
    actor: Actor,
    id: string,
    name: StepName,
    effect: (tx: Tx, side: RequestSide) => Promise<void>,
    { reason, version }: { readonly reason?: string; readonly version?: number } = {},
  ): Promise<RequestView> {
    return this.uow.run(actor, async (tx) => {
      const { request, side } = await lockRequest(tx, id, version);
      request.state = await tx.step(requestMachine, request, name, {
        reason,
        values: { requestId: id, householdId: request.householdId },
      });
      if (requestMachine.isFinal(request.state)) request.closedAt = tx.now;
      await effect(tx, side);
      await saveRequest(tx, request);
      return readRequest(tx, this.codec, id);
    });
  }
}

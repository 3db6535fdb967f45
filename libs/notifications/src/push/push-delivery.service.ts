import { systemActor, UnitOfWork } from '#database';
import { IdentityCodec } from '#members';
import { addMinutes } from '#platform';
import { Injectable } from '@nestjs/common';
import { afterFailure } from '../delivery.rules.js';
import { LANGUAGES } from '../languages.js';
import { languageOf } from '../words.js';
import { claimDuePushes, type ClaimedPush } from './push.queries.js';
import { PushSender } from './push.sender.js';
import { PUSH_PLACE } from './push-subscriptions.service.js';
import type { PushAnswer, PushSubscription } from './push.rules.js';

const MOST_AT_ONCE = 25;

/** Sends what waits for members' browsers; a browser that is gone is forgotten. */
@Injectable()
export class PushDeliveryService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly sender: PushSender,
  ) {}

  /** Safe to run in several processes. @returns how many were handed over */
  async deliverDue(communityId: string, limit = MOST_AT_ONCE): Promise<number> {
    const most = Math.min(limit, MOST_AT_ONCE);
    const due = await this.uow.run(systemActor(communityId), (tx) => claimDuePushes(tx, most));
    const sent = await Promise.all(due.map((push) => this.deliver(communityId, push)));
    return sent.filter(Boolean).length;
  }

  private async deliver(communityId: string, push: ClaimedPush): Promise<boolean> {
    const language = languageOf(push.language, push.communityLanguage);
    const words = { ...LANGUAGES[language].push, language };
    const answers = await Promise.all(
      push.subscriptions.map(async ({ id, sealed }) => {
        const plain = this.codec.open(communityId, PUSH_PLACE, id, Buffer.from(sealed, 'base64'));
        const answer = await this.sender.send(JSON.parse(plain) as PushSubscription, words, push.urgent);
        return { id, answer };
      }),
    );
    await this.note(communityId, push, answers);
    return answers.some(({ answer }) => answer === 'taken');
  }

  private async note(
    communityId: string,
    push: ClaimedPush,
    answers: readonly { readonly id: string; readonly answer: PushAnswer }[],
  ): Promise<void> {
    const gone = answers.filter(({ answer }) => answer === 'gone').map(({ id }) => id);
    const taken = answers.some(({ answer }) => answer === 'taken');
    const later = answers.some(({ answer }) => answer === 'later');
    const next = afterFailure({ attempts: push.attempts, permanent: !later });
    // Nobody listens any more: nothing failed, and the inbox has it.
    const state = taken ? 'sent' : next.again ? 'queued' : later ? 'failed' : 'suppressed';
    await this.uow.run(systemActor(communityId), async (tx) => {
      await tx.sql('DELETE FROM push_subscription WHERE community_id = $1 AND id = ANY ($2::uuid[])', [
        tx.communityId,
        gone,
      ]);
      await tx.sql(
        `UPDATE delivery SET state = $4, sending_since = NULL, sent_at = CASE WHEN $4 = 'sent' THEN $5::timestamptz END,
           due_at = $6, failure = CASE WHEN $4 IN ('failed', 'suppressed') THEN $7 END
         WHERE community_id = $1 AND id = $2 AND state = 'sending' AND attempts = $3`,
        [
          tx.communityId,
          push.id,
          push.attempts,
          state,
          tx.now,
          next.again && !taken ? addMinutes(tx.now, next.minutes) : tx.now,
          later ? 'push-service' : 'no-browser',
        ],
      );
    });
  }
}

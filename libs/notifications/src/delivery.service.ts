import { systemActor, UnitOfWork } from '#database';
import { IdentityCodec } from '#members';
import { addMinutes, LOGGER, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { isBounce, noteBounce } from './bounce.js';
import { claimDue } from './delivery.queries.js';
import { afterFailure } from './delivery.rules.js';
import { claimDigests } from './digest.queries.js';
import { noteHoursNotice } from './hours-notice.js';
import { LetterSender } from './letter.sender.js';
import { letterOf, letterOfDigest, type Letter } from './letter.js';
import { NotSent } from './not-sent.js';
import { noteQuestions } from './sms/sms-questions.js';

/** At this many at a time, four connections and 15 s a mail, a batch ends well inside the two minutes of its lease. */
const MOST_AT_ONCE = 25;
const SIDE_BY_SIDE = 4;

export interface Delivered {
  readonly sent: number;
  readonly failed: number;
  readonly queuedAgain: number;
}

type Outcome = keyof Delivered;

/**
 * Sends queued mails and short messages: `sending` is committed before the first byte leaves, and no transaction
 * is open meanwhile.
 */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly letters: LetterSender,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Sends the due mails, short messages and digests of a community, at most `limit` (25 at most); safe to run in
   * several processes. A mail whose process died while sending leaves once more: at most one duplicate for a
   * crash, same Message-ID.
   */
  async deliverDue(communityId: string, limit = MOST_AT_ONCE): Promise<Delivered> {
    const actor = systemActor(communityId);
    const most = Math.min(limit, MOST_AT_ONCE);
    const mails = await this.uow.run(actor, (tx) => claimDue(tx, this.codec, most));
    const digests =
      mails.length < most
        ? await this.uow.run(actor, (tx) => claimDigests(tx, this.codec, most - mails.length))
        : [];
    const letters = [...mails.map(letterOf), ...digests.map(letterOfDigest)];
    const result = { sent: 0, failed: 0, queuedAgain: 0 };
    for (let from = 0; from < letters.length; from += SIDE_BY_SIDE) {
      const ends = await Promise.allSettled(
        letters.slice(from, from + SIDE_BY_SIDE).map((letter) => this.deliver(communityId, letter)),
      );
      for (const end of ends) {
        // How it went could not be written down: the rest waits for its lease, in better times.
        if (end.status === 'rejected') throw end.reason;
        result[end.value] += 1;
      }
    }
    return result;
  }

  private async deliver(communityId: string, letter: Letter): Promise<Outcome> {
    try {
      await this.letters.send(communityId, letter);
    } catch (error) {
      return this.noteFailure(communityId, letter, this.whyNotSent(error));
    }
    await this.noteSent(communityId, letter);
    return 'sent';
  }

  /** What came between before a server was asked, such as a lost connection to the database, may pass. */
  private whyNotSent(error: unknown): NotSent {
    if (error instanceof NotSent) return error;
    this.logger.warn({ err: (error as Error).message }, 'a letter could not be made; it is tried again');
    return new NotSent('interrupted', false);
  }

  /** The attempts' numbers guard against a process that came back after its lease. */
  private async noteSent(communityId: string, letter: Letter): Promise<void> {
    await this.uow.run(systemActor(communityId), async (tx) => {
      await tx.sql(
        `UPDATE delivery d SET state = 'sent', sent_at = $4, sending_since = NULL, failure = NULL
         FROM unnest($2::uuid[], $3::int[]) AS l (id, attempts)
         WHERE d.community_id = $1 AND d.id = l.id AND d.state = 'sending' AND d.attempts = l.attempts`,
        [tx.communityId, ...idsAndAttempts(letter), tx.now],
      );
      if (letter.channel === 'sms') {
        await noteQuestions(tx, this.codec, letter);
        return;
      }
      // A short message is no notice: whoever has a phone alone never confirms by silence.
      await noteHoursNotice(
        tx,
        letter.deliveries.flatMap(({ topic, subjectId }) =>
          topic === 'hours-to-confirm' && subjectId ? [subjectId] : [],
        ),
      );
    });
  }

  private async noteFailure(communityId: string, letter: Letter, failure: NotSent): Promise<Outcome> {
    const attempts = Math.max(...letter.deliveries.map((delivery) => delivery.attempts));
    const next = afterFailure({ attempts, permanent: failure.permanent });
    await this.uow.run(systemActor(communityId), async (tx) => {
      await tx.sql(
        `UPDATE delivery d SET state = $4, due_at = $5, failure = $6, sending_since = NULL
         FROM unnest($2::uuid[], $3::int[]) AS l (id, attempts)
         WHERE d.community_id = $1 AND d.id = l.id AND d.state = 'sending' AND d.attempts = l.attempts`,
        [
          tx.communityId,
          ...idsAndAttempts(letter),
          next.again ? 'queued' : 'failed',
          next.again ? addMinutes(tx.now, next.minutes) : tx.now,
          failure.reason,
        ],
      );
      if (isBounce(failure.reason)) await noteBounce(tx, letter.memberId);
    });
    return next.again ? 'queuedAgain' : 'failed';
  }
}

const idsAndAttempts = ({ deliveries }: Letter) => [
  deliveries.map(({ id }) => id),
  deliveries.map(({ attempts }) => attempts),
];

import { systemActor, UnitOfWork } from '#database';
import { IdentityCodec } from '#members';
import { addMinutes, CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { claimDue, type ClaimedMail } from './delivery.queries.js';
import { afterFailure } from './delivery.rules.js';
import { noteHoursNotice } from './hours-notice.js';
import { mailBody } from './mail-template.js';
import { MailNotSent, MailSender } from './mail.sender.js';
import { languageOf, LANGUAGES, writeFooter, writeMessage } from './words.js';

/** At this many at a time, four connections and 15 s a mail, a batch ends well inside the two minutes of its lease. */
const MOST_AT_ONCE = 25;
const SIDE_BY_SIDE = 4;

export interface Delivered {
  readonly sent: number;
  readonly failed: number;
  readonly queuedAgain: number;
}

type Outcome = keyof Delivered;

/** Sends queued mails: `sending` is committed before the first byte leaves, and no transaction is open meanwhile. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly sender: MailSender,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Sends the due mails of a community, at most `limit` (25 at most); safe to run in several processes.
   * A mail whose process died while sending leaves once more: at most one duplicate for a crash, same Message-ID.
   */
  async deliverDue(communityId: string, limit = MOST_AT_ONCE): Promise<Delivered> {
    const actor = systemActor(communityId);
    const claimed = await this.uow.run(actor, (tx) =>
      claimDue(tx, this.codec, Math.min(limit, MOST_AT_ONCE)),
    );
    const result = { sent: 0, failed: 0, queuedAgain: 0 };
    for (let from = 0; from < claimed.length; from += SIDE_BY_SIDE) {
      const outcomes = await Promise.all(
        claimed.slice(from, from + SIDE_BY_SIDE).map((mail) => this.deliver(communityId, mail)),
      );
      for (const outcome of outcomes) result[outcome] += 1;
    }
    return result;
  }

  private async deliver(communityId: string, mail: ClaimedMail): Promise<Outcome> {
    try {
      await this.send(mail);
    } catch (error) {
      // Words that cannot be made (a value is missing) fail like a refused mail: visible, and alone.
      const failure = error instanceof MailNotSent ? error : new MailNotSent('words', true);
      return this.noteFailure(communityId, mail, failure);
    }
    await this.noteSent(communityId, mail);
    return 'sent';
  }

  private async send(mail: ClaimedMail): Promise<void> {
    if (!mail.email) throw new MailNotSent('no-address', true);
    const language = languageOf(mail.language, mail.communityLanguage);
    const words = writeMessage(language, mail.messageId, mail.values, mail.where);
    const body = mailBody({
      ...words,
      language,
      footer: writeFooter(language, mail.where),
      link: { href: `${this.config.publicUrl}/inbox`, label: LANGUAGES[language].linkLabel },
    });
    await this.sender.send({ to: mail.email, subject: words.subject, ...body, messageId: mail.id });
  }

  /** The attempt's number guards against a process that came back after its lease. */
  private async noteSent(communityId: string, mail: ClaimedMail): Promise<void> {
    await this.uow.run(systemActor(communityId), async (tx) => {
      await tx.sql(
        `UPDATE delivery SET state = 'sent', sent_at = $4, sending_since = NULL, failure = NULL
         WHERE community_id = $1 AND id = $2 AND state = 'sending' AND attempts = $3`,
        [tx.communityId, mail.id, mail.attempts, tx.now],
      );
      if (mail.topic === 'hours-to-confirm' && mail.subjectId) await noteHoursNotice(tx, [mail.subjectId]);
    });
  }

  private async noteFailure(communityId: string, mail: ClaimedMail, failure: MailNotSent): Promise<Outcome> {
    const next = afterFailure({ attempts: mail.attempts, permanent: failure.permanent });
    await this.uow.run(systemActor(communityId), (tx) =>
      tx.sql(
        `UPDATE delivery SET state = $4, due_at = $5, failure = $6, sending_since = NULL
         WHERE community_id = $1 AND id = $2 AND state = 'sending' AND attempts = $3`,
        [
          tx.communityId,
          mail.id,
          mail.attempts,
          next.again ? 'queued' : 'failed',
          next.again ? addMinutes(tx.now, next.minutes) : tx.now,
          failure.reason,
        ],
      ),
    );
    return next.again ? 'queuedAgain' : 'failed';
  }
}

import { systemActor, UnitOfWork, type MemberActor } from '#database';
import { IdentityCodec, memberActor } from '#members';
import { commonError, CONFIG, DomainError, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { notificationError } from '../notifications.errors.js';
import { SmsActs } from './sms-acts.js';
import { answerSms, askForCall, type SmsAnswer } from './sms-answers.js';
import { phoneHash, questionsOf } from './sms-questions.js';
import { decideReply, readReply, type Decision, type OpenQuestion } from './sms-reply.rules.js';
import { FRESH_SECONDS, isSigned, type SignedMessage } from './sms-signature.rules.js';

/** A reply as the gateway hands it in. */
export interface InboundSms {
  /** The gateway's own id: one that comes twice acts once. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

export const REPLY_OUTCOMES = [
  'applied',
  'noted',
  'called',
  'several',
  'late',
  'unclear',
  'unknown',
  'repeated',
] as const;
/** `applied`: it changed something; `repeated`: it had come before; `unknown`: this phone was asked nothing. */
export type ReplyOutcome = (typeof REPLY_OUTCOMES)[number];

/** A message whose process died is taken up again after so long. */
const ABANDONED = `interval '60 seconds'`;
const MOST_COMMUNITIES = 5;

/** Replies of one digit, applied as if their sender had tapped it on the page. */
@Injectable()
export class SmsInboundService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly acts: SmsActs,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A reply that the gateway signed.
   * @throws DomainError sms-replies-off, sms-signature; unavailable while the same message is being applied
   */
  async receiveSigned(signed: SignedMessage, sms: InboundSms): Promise<ReplyOutcome> {
    const secret = this.config.smsInboundSecret;
    if (!secret) throw notificationError('sms-replies-off');
    if (!isSigned(secret, signed) || !(await this.isFresh(signed.timestamp))) {
      throw notificationError('sms-signature');
    }
    return this.receive(sms);
  }

  /** A reply from a gateway that is known to be ours. */
  async receive(sms: InboundSms): Promise<ReplyOutcome> {
    const message = this.codec.hash('sms-received', sms.id);
    if (!(await this.take(message))) return 'repeated';
    const outcome = await this.apply(phoneOf(sms.from), sms.text);
    await this.uow.tenantless('messages', (sql, now) =>
      sql('UPDATE sms_received SET done_at = $2 WHERE message_hash = $1', [message, now]),
    );
    return outcome;
  }

  /** By the database's clock: business time may be moved, a gateway's is not. */
  private async isFresh(timestamp: string): Promise<boolean> {
    const [row] = await this.uow.single<{ fresh: boolean }>(
      `SELECT abs(extract(epoch FROM clock_timestamp()) - $1::bigint) <= ${FRESH_SECONDS} AS fresh`,
      () => [timestamp],
    );
    return row!.fresh;
  }

  private async take(message: Buffer): Promise<boolean> {
    return this.uow.tenantless('messages', async (sql) => {
      const [taken] = await sql(
        `INSERT INTO sms_received AS s (message_hash, received_at) VALUES ($1, clock_timestamp())
         ON CONFLICT (message_hash) DO UPDATE SET received_at = excluded.received_at
           WHERE s.done_at IS NULL AND s.received_at < clock_timestamp() - ${ABANDONED}
         RETURNING message_hash`,
        [message],
      );
      if (taken) return true;
      const [known] = await sql<{ done: boolean }>(
        'SELECT done_at IS NOT NULL AS done FROM sms_received WHERE message_hash = $1',
        [message],
      );
      if (!known?.done) throw commonError('unavailable');
      return false;
    });
  }

  private async apply(phone: string, text: string): Promise<ReplyOutcome> {
    const [latest, ...rest] = await this.asked(phone);
    if (!latest) return 'unknown';
    const decision = decideReply(readReply(text), [latest, ...rest]);
    const { communityId, memberId } = decision.question;
    const actor = await this.uow.run(systemActor(communityId), (tx) => memberActor(tx, memberId));
    if (!actor) return 'unknown';
    return this.carryOut(actor, decision);
  }

  /** In every community that asked this phone; the last asked first in each, the latest community first. */
  private async asked(phone: string): Promise<OpenQuestion[]> {
    const communities = await this.uow.tenantless('messages', (sql) =>
      sql<{ id: string }>(
        `SELECT community AS id FROM sms_question WHERE phone_hash = $1 GROUP BY community
         ORDER BY max(asked_at) DESC LIMIT ${MOST_COMMUNITIES}`,
        [phoneHash(this.codec, phone)],
      ),
    );
    const asked: OpenQuestion[] = [];
    for (const { id } of communities) {
      asked.push(...(await this.uow.run(systemActor(id), (tx) => questionsOf(tx, this.codec, phone))));
    }
    return asked;
  }

  private async carryOut(actor: MemberActor, decision: Decision): Promise<ReplyOutcome> {
    const { question } = decision;
    if (decision.does !== 'act') {
      await this.answer(actor, OUTCOMES[decision.does], question);
      return OUTCOMES[decision.does];
    }
    try {
      const result = await this.acts.take(decision.act, actor, question.subjectId);
      await this.answer(actor, result === 'noted' ? 'noted' : undefined, question);
      return 'applied';
    } catch (error) {
      // A refusal is an answer (too late, taken, no longer matched); what may pass is the gateway's to try again.
      if (!(error instanceof DomainError) || error.status === 503) throw error;
      await this.answer(actor, 'late', question);
      return 'late';
    }
  }

  private async answer(
    actor: MemberActor,
    answer: SmsAnswer | undefined,
    question: OpenQuestion,
  ): Promise<void> {
    await this.uow.run(actor, async (tx) => {
      await tx.audit({
        action: 'sms.reply',
        kind: 'member',
        ids: [actor.memberId],
        reason: answer ?? 'settled',
      });
      if (answer === 'called' || answer === 'several') await askForCall(tx, question);
      if (answer) await answerSms(tx, actor.memberId, answer);
    });
  }
}

const OUTCOMES = {
  call: 'called',
  several: 'several',
  late: 'late',
  unclear: 'unclear',
  noted: 'noted',
} as const satisfies Record<Exclude<Decision['does'], 'act'>, SmsAnswer>;

/** E.164, however the gateway writes the plus. */
const phoneOf = (from: string): string => `+${from.replace(/^(\+|00)/, '')}`;

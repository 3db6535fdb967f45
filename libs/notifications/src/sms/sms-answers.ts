import { communityOf } from '#communities';
import type { Tx } from '#database';
import { addMinutes, localDay } from '#platform';
import type { OpenQuestion } from './sms-reply.rules.js';

/** What is written back to somebody who replied. */
export const SMS_ANSWERS = ['noted', 'called', 'several', 'late', 'unclear'] as const;
export type SmsAnswer = (typeof SMS_ANSWERS)[number];

/** Two machines that answer each other end here. */
const MOST_ANSWERS_A_DAY = 6;
const DAY_MINUTES = 1_440;

/** Announces a kind answer to whoever replied, unless they had enough of them today. */
export async function answerSms(tx: Tx, memberId: string, answer: SmsAnswer): Promise<void> {
  const recent = await tx.sql(
    `SELECT FROM notification WHERE community_id = $1 AND member_id = $2 AND topic = 'sms-answered' AND created_at > $3
     LIMIT ${MOST_ANSWERS_A_DAY}`,
    [tx.communityId, memberId, addMinutes(tx.now, -DAY_MINUTES)],
  );
  if (recent.length < MOST_ANSWERS_A_DAY) {
    await tx.announce('sms.answered', { subjectId: memberId, values: { answer } });
  }
}

/** Asks the desk to call somebody back about a question, once a day for each. */
export async function askForCall(tx: Tx, { memberId, kind, subjectId }: OpenQuestion): Promise<void> {
  const { timeZone } = await communityOf(tx);
  await tx.announce('sms.call-me', {
    subjectId: memberId,
    key: `${subjectId}:${localDay(timeZone, tx.now)}`,
    values: { kind, about: subjectId },
  });
}

import type { Tx } from '#database';
import { memberError } from '../members/members.errors.js';
import { withinSight } from './guardian-sight.js';

/** How a coordinator heard what they write down for somebody. Members speak for themselves. */
export interface Heard {
  readonly channel?: 'phone' | 'desk';
  /** The language they spoke. */
  readonly spokenLanguage?: string;
  /** Which guardian it was; who asked for the help when left out. */
  readonly guardianId?: string;
}

/** What an answer is about, and the record's subject in the audit, before `.speak-for`, where it is another. */
export interface HeardAbout {
  readonly kind: string;
  readonly id: string;
  readonly action?: string;
}

/** What was said, as the message to whom it was written down for names it. */
export type Answer = 'yes' | 'no' | 'hours' | 'hours-wrong' | 'question' | 'choice';

/** Did a coordinator say anything of how they heard it? Else the actor speaks for themselves. */
export function isHeard({ channel, spokenLanguage, guardianId }: Heard): boolean {
  return (channel ?? spokenLanguage ?? guardianId) !== undefined;
}

/**
 * SQL: the guardian of request `r`'s household within whose sight it is: whom `wanted` names, else who asked, else whoever
 * was entered first. @param wanted placeholder of a member id or null
 */
export function guardianOfRequest(r: string, wanted: string): string {
  return `(SELECT h.member_id FROM household_member h
    WHERE h.community_id = ${r}.community_id AND h.household_id = ${r}.household_id AND h.guardian
      AND (${wanted}::uuid IS NULL OR h.member_id = ${wanted}) AND ${withinSight(r, 'h.member_id')}
    ORDER BY h.member_id <> coalesce(${r}.on_behalf_of, ${r}.asked_by), h.added_at, h.member_id LIMIT 1)`;
}

/**
 * Puts on record how a coordinator heard the word of whom their actor speaks for.
 * @throws DomainError channel-missing; guardian-not-asked where the actor speaks for nobody
 */
export async function recordHeard(
  tx: Tx,
  { kind, id, action = kind }: HeardAbout,
  party: 'helper' | 'family' | 'member',
  { channel, spokenLanguage }: Heard,
): Promise<void> {
  if (!channel || !spokenLanguage) throw memberError('channel-missing');
  if (!tx.actor.onBehalfOf) throw memberError('guardian-not-asked');
  const place = channel === 'phone' ? 'on the phone' : 'at the desk';
  await tx.audit({
    action: `${action}.speak-for`,
    kind,
    ids: [id],
    reason: `For the ${party}, ${place}, in ${spokenLanguage}`,
  });
}

/** Whoever was spoken for reads what was written down for them, and what to do when it is not so. */
export async function tellSpokenFor(
  tx: Tx,
  { kind, id }: HeardAbout,
  answer: Answer,
  minutes?: number,
): Promise<void> {
  const memberId = tx.actor.onBehalfOf;
  if (!memberId) return;
  await tx.announce('answer.recorded', {
    subjectId: memberId,
    values: { answer, kind, about: id, ...(minutes === undefined ? {} : { minutes }) },
  });
}

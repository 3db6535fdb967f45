import type { QueryRunner } from 'typeorm';
import type { EventTopic } from './reactions.js';

/** Channel of PostgreSQL's NOTIFY on which every API process listens. */
export const LIVE_CHANNEL = 'live';

/** What those who look on hear of. */
export const LIVE_KINDS = [
  'request.changed',
  'visit.changed',
  'proposal.changed',
  'assignment.changed',
  'seat.changed',
  'time-entry.changed',
  'exchange.changed',
  'availability.changed',
  'credential.changed',
  'member.changed',
  'join-request.changed',
  'identity-link.changed',
  'matching.progress',
  'matching.finished',
  'notification.changed',
] as const;

export type LiveKind = (typeof LIVE_KINDS)[number];

/** One transaction's changes, as they travel: ids and kinds alone. */
export interface LiveMessage {
  readonly communityId: string;
  readonly changes: readonly (readonly [kind: LiveKind, id: string])[];
  /** There were more than a message holds: look at everything again. */
  readonly more: boolean;
  /** Sign-in sessions that have ended: whoever looks on with one looks on no more. */
  readonly ended?: readonly string[];
}

/** A message of PostgreSQL holds 8,000 bytes: eighty changes are about five thousand. */
const MOST_CHANGES = 80;

/** Tells with the running transaction that these sessions of a community's members have ended. */
export async function tellEnded(
  sql: (text: string, parameters: readonly unknown[]) => Promise<unknown>,
  sessions: readonly { readonly id: string; readonly communityId: string }[],
): Promise<void> {
  for (const { id, communityId } of sessions) {
    const message: LiveMessage = { communityId, changes: [], more: false, ended: [id] };
    await sql('SELECT pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify(message)]);
  }
}

/** The kind that a topic of the outbox shows as, if any. */
export function liveKindOf(topic: EventTopic): LiveKind | undefined {
  const kind = (topic === 'matching.finished' ? topic : `${topic.split('.')[0]}.changed`) as LiveKind;
  return LIVE_KINDS.includes(kind) ? kind : undefined;
}

/**
 * Gathers what a transaction changed and tells it at its end: PostgreSQL delivers it with the commit, or not at
 * all.
 */
export class LiveOutbox {
  private readonly changes = new Map<string, readonly [LiveKind, string]>();
  private more = false;

  constructor(
    private readonly runner: QueryRunner,
    private readonly communityId: string,
  ) {}

  add(kind: LiveKind, id: string): void {
    if (!LIVE_KINDS.includes(kind)) return;
    if (this.changes.size < MOST_CHANGES) this.changes.set(`${kind} ${id}`, [kind, id]);
    else this.more = true;
  }

  async tell(): Promise<void> {
    if (this.changes.size === 0) return;
    const message: LiveMessage = {
      communityId: this.communityId,
      changes: [...this.changes.values()],
      more: this.more,
    };
    await this.runner.query('SELECT pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify(message)]);
  }
}

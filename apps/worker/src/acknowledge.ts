import { systemActor, type Tx, type UnitOfWork } from '#database';
import { DomainError } from '#platform';
import { InvalidJobError, parsePayload, type ReactionPayload } from '#queue';

export interface OutboxEvent {
  readonly outboxId: string;
  readonly topic: string;
  readonly reaction: string;
  readonly subjectId: string;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * Runs a reaction's effect and acknowledges its outbox row in one transaction. A row that is done or dead is left
 * alone, so a job may come twice. A locked row is waited for: to pass it by would end the only job that knows of it.
 */
export async function acknowledged(
  uow: UnitOfWork,
  payload: ReactionPayload,
  effect: (tx: Tx, event: OutboxEvent) => Promise<void>,
): Promise<boolean> {
  if (!payload.outboxId) return false;
  return uow.run(systemActor(payload.communityId), async (tx) => {
    const [row] = await tx.sql<{
      topic: string;
      reaction: string;
      payload: { subjectId: string; values?: OutboxEvent['values'] };
    }>(
      `SELECT topic, reaction, payload FROM outbox WHERE community_id = $1 AND id = $2 AND done_at IS NULL AND dead_at IS NULL
       FOR UPDATE`,
      [tx.communityId, payload.outboxId],
    );
    if (!row) return false;
    await effect(tx, {
      outboxId: payload.outboxId!,
      topic: row.topic,
      reaction: row.reaction,
      subjectId: row.payload.subjectId,
      values: row.payload.values ?? {},
    });
    await tx.sql(
      'UPDATE outbox SET done_at = clock_timestamp(), last_error = NULL WHERE community_id = $1 AND id = $2',
      [tx.communityId, payload.outboxId],
    );
    return true;
  });
}

/**
 * Counts a failed try on the row. Here and not when a job is published: a job that still waits in a full queue, or
 * whose queue was wiped, was not tried. The error's code goes with it, for a coordinator to see; its text may hold
 * what nobody else should read.
 */
export async function noteFailure(uow: UnitOfWork, payload: ReactionPayload, error: unknown): Promise<void> {
  const code = codeOf(error);
  await uow
    .run(systemActor(payload.communityId), (tx) =>
      tx.sql(
        `UPDATE outbox SET attempts = attempts + 1, published_at = NULL, last_error = $3
         WHERE community_id = $1 AND id = $2 AND done_at IS NULL AND dead_at IS NULL`,
        [tx.communityId, payload.outboxId, code.slice(0, 100)],
      ),
    )
    .catch(() => undefined);
}

class WorkerLost extends Error {
  override readonly name = 'worker-lost';
}

function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  if (error instanceof InvalidJobError) return 'job-not-understood';
  return error instanceof Error ? error.name : 'unknown';
}

/** The event waits for another's work to end: it is published again soon, and this was no try. */
export async function comeBackSoon(uow: UnitOfWork, payload: ReactionPayload): Promise<void> {
  await uow.run(systemActor(payload.communityId), (tx) =>
    tx.sql(
      `UPDATE outbox SET next_at = clock_timestamp() + interval '500 milliseconds', published_at = NULL
       WHERE community_id = $1 AND id = $2 AND done_at IS NULL AND dead_at IS NULL`,
      [tx.communityId, payload.outboxId],
    ),
  );
}

/**
 * Notes a job that failed outside every processor: none could read it, or it took its workers down with it. Its row is
 * found by the ids that are sound.
 */
export async function noteUnprocessed(uow: UnitOfWork, data: unknown, error: Error): Promise<void> {
  const { communityId, outboxId } = (data ?? {}) as Partial<ReactionPayload>;
  try {
    const payload = parsePayload({ version: 1, communityId, outboxId });
    if ('schedule' in payload || !payload.outboxId) return;
    const lost = /stalled/.test(error.message);
    await noteFailure(uow, payload, lost ? new WorkerLost() : new InvalidJobError(error.message));
  } catch (error) {
    if (!(error instanceof InvalidJobError)) throw error;
  }
}

import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import type { Actor } from './actor.js';
import { UnitOfWork } from './unit-of-work.js';

export interface DeadLetter {
  readonly id: string;
  readonly topic: string;
  readonly reaction: string;
  readonly subjectId: string;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

const COLUMNS = `id, topic, reaction, payload ->> 'subjectId' AS "subjectId", attempts, last_error AS "lastError",
  created_at AS "createdAt", dead_at AS "deadAt"`;

/** Reactions that failed for good: what a coordinator sees, and may have tried again. */
@Injectable()
export class DeadLetters {
  constructor(private readonly uow: UnitOfWork) {}

  async list(actor: Actor, query: { limit?: number; cursor?: string }): Promise<Page<DeadLetter>> {
    const { limit, after } = readPage(query);
    const rows = await this.uow.run(actor, (tx) =>
      tx.sql<DeadLetter>(
        `SELECT ${COLUMNS} FROM outbox WHERE community_id = $1 AND dead_at IS NOT NULL AND ($2::uuid IS NULL OR id > $2)
         ORDER BY id LIMIT $3`,
        [tx.communityId, after ?? null, limit + 1],
      ),
    );
    return toPage(rows, limit);
  }

  /** @throws DomainError not-found when there is no such dead letter here */
  async retry(actor: Actor, id: string): Promise<void> {
    const rows = await this.uow.run(actor, async (tx) => {
      const revived = await tx.sql(
        `UPDATE outbox SET dead_at = NULL, attempts = 0, published_at = NULL, next_at = clock_timestamp()
         WHERE community_id = $1 AND id = $2 AND dead_at IS NOT NULL RETURNING id`,
        [tx.communityId, id],
      );
      await tx.sql(`SELECT pg_notify('outbox', '')`);
      return revived;
    });
    if (rows.length === 0) throw commonError('not-found');
  }
}

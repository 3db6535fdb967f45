import { UnitOfWork, type MemberActor } from '#database';
import { IdentityCodec } from '#members';
import { defineErrors, InvalidInput, LOGGER, type Logger } from '#platform';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { catchError, from, mergeMap, of, type Observable } from 'rxjs';
import type { ApiReply, ApiRequest } from './api-request.js';

const idempotencyError = defineErrors({
  'idempotency-key-reused': [422, 'This Idempotency-Key was used for another request; make a new key'],
  'still-in-progress': [
    409,
    'The first request with this Idempotency-Key is still running; ask again in a moment',
  ],
  'answer-lost': [
    409,
    'This request was done, but its answer was lost on the way; look at what is there before you send it anew',
  ],
});

/** A key that was taken and has no kept answer after this: its process died. */
const ABANDONED_SECONDS = 60;

/** How often, and at which distance, an answer is tried to be kept before it goes out unkept. */
const KEEP_ATTEMPTS = 3;
const KEEP_PAUSE_MS = 100;

/** Where a kept answer is sealed: it may hold names, addresses, an opened note. */
const PLACE = 'idempotency_key.response';

interface Kept {
  readonly request_hash: Buffer;
  readonly status: number | null;
  /** undefined for an answer without a body */
  readonly response?: unknown;
  readonly fresh: boolean;
  readonly lost: boolean;
}

/**
 * `Idempotency-Key` on any POST of a signed-in member: the same key and body get the same answer, once done.
 *
 * The key is taken before the work and the answer kept after it, in transactions of their own; the transaction of the
 * work notes itself on the key (`UnitOfWork`). A request that fails gives its key back unless something of it was
 * committed. When a process dies with the answer, or the answer cannot be kept, a repetition is told for 60 s
 * (ABANDONED_SECONDS) that the first one is still running; after that it is done anew where nothing was committed, and
 * told `answer-lost` where something was: never twice.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const reply = context.switchToHttp().getResponse<ApiReply>();
    const key = request.headers['idempotency-key'];
    const { actor } = request;
    if (request.method !== 'POST' || key === undefined || !actor) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(key)) {
      throw new InvalidInput([
        { field: 'Idempotency-Key', message: 'Idempotency-Key must be 8 to 200 printable characters' },
      ]);
    }
    const hash = createHash('sha256')
      .update(`${request.url}\n${JSON.stringify(request.body ?? null)}`)
      .digest();
    const kept = await this.take(actor, key, hash);
    if (!kept.fresh) {
      if (!kept.request_hash.equals(hash)) throw idempotencyError('idempotency-key-reused');
      if (kept.status === null) throw idempotencyError(kept.lost ? 'answer-lost' : 'still-in-progress');
      void reply.status(kept.status).header('idempotency-replayed', 'true');
      return of(kept.response);
    }
    request.actor = { ...actor, idempotencyKey: key };
    return next.handle().pipe(
      // Before the keeping: what fails from there on has had its effect, and must not give the key back.
      catchError((error: unknown) => from(this.giveBack(actor, key, error))),
      mergeMap((answer: unknown) => from(this.keep(actor, key, reply.statusCode, answer))),
    );
  }

  private take(actor: MemberActor, key: string, hash: Buffer): Promise<Kept> {
    return this.uow.run(actor, async (tx) => {
      const mine = [tx.communityId, tx.actor.memberId, key];
      const [inserted] = await tx.sql<Kept>(
        `INSERT INTO idempotency_key AS k (community_id, member_id, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (community_id, member_id, key) DO UPDATE SET created_at = excluded.created_at
           WHERE k.status IS NULL AND k.worked_at IS NULL AND k.request_hash = excluded.request_hash
             AND k.created_at < excluded.created_at - make_interval(secs => $6)
         RETURNING request_hash, status, true AS fresh, false AS lost`,
        [...mine, hash, tx.now, ABANDONED_SECONDS],
      );
      if (inserted) return inserted;
      const [kept] = await tx.sql<Kept & { readonly response_sealed: Buffer | null }>(
        `SELECT request_hash, status, response_sealed, false AS fresh,
           worked_at < $4::timestamptz - make_interval(secs => $5) AS lost
         FROM idempotency_key WHERE community_id = $1 AND member_id = $2 AND key = $3`,
        [...mine, tx.now, ABANDONED_SECONDS],
      );
      return { ...kept!, response: this.open(actor, key, kept!.response_sealed) };
    });
  }

  /** Never fails: the work is done, and whoever asked for it must hear so. */
  private async keep(actor: MemberActor, key: string, status: number, answer: unknown): Promise<unknown> {
    for (let attempt = 1; attempt <= KEEP_ATTEMPTS; attempt += 1) {
      try {
        await this.uow.run(actor, (tx) =>
          tx.sql(
            `UPDATE idempotency_key SET status = $4, response_sealed = $5 WHERE community_id = $1 AND member_id = $2 AND key = $3`,
            [tx.communityId, tx.actor.memberId, key, status, this.seal(actor, key, answer)],
          ),
        );
        return answer;
      } catch (error) {
        const facts = { err: (error as Error).message, requestId: actor.requestId, attempt };
        this.logger.warn(facts, 'the answer of a request with an Idempotency-Key could not be kept');
        if (attempt < KEEP_ATTEMPTS) await pause(KEEP_PAUSE_MS);
      }
    }
    return answer;
  }

  private seal(actor: MemberActor, key: string, answer: unknown): Buffer | null {
    const text = JSON.stringify(answer) as string | undefined;
    return this.codec.sealOptional(actor.communityId, PLACE, `${actor.memberId}:${key}`, text);
  }

  private open(actor: MemberActor, key: string, sealed: Buffer | null): unknown {
    const text = this.codec.openOptional(actor.communityId, PLACE, `${actor.memberId}:${key}`, sealed);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  }

  private async giveBack(actor: MemberActor, key: string, error: unknown): Promise<never> {
    await this.uow
      .run(actor, (tx) =>
        tx.sql(
          `DELETE FROM idempotency_key WHERE community_id = $1 AND member_id = $2 AND key = $3 AND status IS NULL AND worked_at IS NULL`,
          [tx.communityId, tx.actor.memberId, key],
        ),
      )
      .catch(() => undefined);
    throw error;
  }
}

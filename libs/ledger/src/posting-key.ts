import type { MemberActor } from '#database';
import { createHash } from 'node:crypto';
import { ledgerError } from './ledger.errors.js';

/**
 * Posts carry the caller's own key, kept apart from the keys of other members.
 * @throws DomainError idempotency-key-missing.
 */
export function keyOf(actor: MemberActor, key: string | undefined): string {
  if (!key) throw ledgerError('idempotency-key-missing');
  return `api:${createHash('sha256').update(`${actor.memberId}|${key}`).digest('base64url')}`;
}

import { memberError } from '../members/members.errors.js';

/** Who agrees to something must have read the notice of today. @throws DomainError stale-notice, naming the current version */
export function requireCurrentNotice(read: number, current: number): void {
  if (read !== current) throw memberError('stale-notice', undefined, { current });
}

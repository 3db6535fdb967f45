import { describe, expect, it } from '@jest/globals';
import type { Role } from '#database';
import { mayHear, type Onlooker } from './live.rules.js';

const onlooker = (role: Role, organisationId: string | null = null): Onlooker => ({
  actor: { memberId: 'me', roles: [role] },
  organisationId,
});
const audience = (memberIds: string[], organisationId: string | null = null) => ({
  id: 'record',
  memberIds,
  organisationId,
});

describe('who hears of a change', () => {
  it('is whom it concerns', () => {
    expect(mayHear(onlooker('family'), 'request.changed', audience(['me']))).toBe(true);
    expect(mayHear(onlooker('helper'), 'seat.changed', audience(['somebody']))).toBe(false);
  });

  it('is the coordinator whose organisation it is, or who has none, or where it has none', () => {
    const theirs = audience([], 'parish');
    expect(mayHear(onlooker('coordinator', 'parish'), 'request.changed', theirs)).toBe(true);
    expect(mayHear(onlooker('coordinator', 'school'), 'request.changed', theirs)).toBe(false);
    expect(mayHear(onlooker('coordinator'), 'request.changed', theirs)).toBe(true);
    expect(mayHear(onlooker('coordinator', 'school'), 'exchange.changed', audience([]))).toBe(true);
  });

  it('is an administrator for everything, an auditor for runs of matching alone', () => {
    expect(mayHear(onlooker('administrator', 'school'), 'request.changed', audience([], 'parish'))).toBe(
      true,
    );
    expect(mayHear(onlooker('auditor'), 'matching.finished', audience([]))).toBe(true);
    expect(mayHear(onlooker('auditor'), 'request.changed', audience([]))).toBe(false);
  });

  it('is nobody else for what a member was told', () => {
    for (const role of ['coordinator', 'administrator'] as const) {
      expect(mayHear(onlooker(role), 'notification.changed', audience(['somebody']))).toBe(false);
      expect(mayHear(onlooker(role), 'notification.changed', audience(['me']))).toBe(true);
    }
  });

  it('is no family and no helper for runs of matching and proposals', () => {
    expect(mayHear(onlooker('family'), 'matching.progress', audience([]))).toBe(false);
    expect(mayHear(onlooker('helper'), 'proposal.changed', audience([]))).toBe(false);
  });
});

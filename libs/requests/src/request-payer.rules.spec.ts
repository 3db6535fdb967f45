import { describe, expect, test } from '@jest/globals';
import { changeFacts, choosePayer, NOBODY } from './request-payer.rules.js';
import type { RequestFacts } from './request.types.js';

const code = (name: string) => expect.objectContaining({ code: name });

describe('the payer of a request', () => {
  const choice = {
    regimes: ['timebank'] as const,
    asked: {},
    current: NOBODY,
    speakingFor: 'anna',
    guardianIds: ['anna', 'bruno'],
    byDesk: false,
    asksMore: false,
    ledAccountIds: [],
  };
  const guardian = (memberId: string) => ({ memberId, accountId: null });
  const shared = (accountId: string) => ({ memberId: null, accountId });
  test('who speaks pays; another guardian does not, unless they already agreed', () => {
    const bruno = guardian('bruno');
    expect(choosePayer(choice)).toEqual(guardian('anna'));
    expect(() => choosePayer({ ...choice, asked: bruno })).toThrow(code('payer-consent-missing'));
    expect(choosePayer({ ...choice, current: bruno })).toEqual(bruno);
    const more = { ...choice, current: bruno, asksMore: true };
    expect(() => choosePayer(more)).toThrow(code('payer-consent-missing'));
    expect(choosePayer({ ...more, speakingFor: 'bruno' })).toEqual(bruno);
    expect(choosePayer({ ...more, byDesk: true })).toEqual(bruno);
    expect(() => choosePayer({ ...choice, asked: guardian('carla') })).toThrow(code('payer-not-guardian'));
    expect(choosePayer({ ...choice, regimes: ['volunteer'], asked: bruno })).toEqual(NOBODY);
  });

  test('a shared account pays when a coordinator who leads it says so, and for more only when they say so again', () => {
    const parish = shared('parish');
    expect(() => choosePayer({ ...choice, asked: parish })).toThrow(code('payer-consent-missing'));
    const led = { ...choice, asked: parish, byDesk: true, ledAccountIds: ['parish'] };
    expect(choosePayer(led)).toEqual(parish);
    const standing = { ...choice, asked: parish, current: parish };
    expect(choosePayer(standing)).toEqual(parish);
    expect(() => choosePayer({ ...standing, asksMore: true })).toThrow(code('payer-consent-missing'));
    expect(() => choosePayer({ ...standing, asksMore: true, byDesk: true })).toThrow(
      code('payer-consent-missing'),
    );
    expect(choosePayer({ ...led, current: parish, asksMore: true })).toEqual(parish);
    expect(() => choosePayer({ ...led, asked: { memberId: 'anna', accountId: 'parish' } })).toThrow(
      code('one-payer'),
    );
  });

  test('whoever is named to pay takes the place of who paid', () => {
    const before = { payerMemberId: null, payerAccountId: 'parish' } as RequestFacts;
    expect(changeFacts(before, { payerMemberId: 'anna' })).toMatchObject({
      payerMemberId: 'anna',
      payerAccountId: null,
    });
    expect(changeFacts(before, { urgency: 'soon' })).toMatchObject({ payerAccountId: 'parish' });
    const own = { payerMemberId: 'anna', payerAccountId: null } as RequestFacts;
    expect(changeFacts(own, { payerAccountId: 'parish' })).toMatchObject({
      payerMemberId: null,
      payerAccountId: 'parish',
    });
  });
});

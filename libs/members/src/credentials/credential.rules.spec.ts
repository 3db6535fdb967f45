import { expect, test } from '@jest/globals';
import {
  credentialStateOn,
  holdsCredential,
  tooOldWhenShown,
  validUntilOf,
  warningDue,
  type CredentialFacts,
} from './credential.rules.js';

const credential: CredentialFacts = {
  id: 'c',
  memberId: 'm',
  credentialTypeId: 't',
  outcome: 'passed',
  issuedOn: '2026-01-01',
  validUntil: '2026-12-31',
  withdrawn: false,
};

test('a check of 12 months counts up to the day before its anniversary', () => {
  expect(validUntilOf('2026-03-15', 12)).toBe('2027-03-14');
  expect(validUntilOf('2026-08-31', 6)).toBe('2027-02-27');
});

test('it is valid until 61 days before the end, expiring from 60 days on, expired the day after', () => {
  expect(credentialStateOn(credential, '2026-10-31')).toBe('valid');
  expect(credentialStateOn(credential, '2026-11-01')).toBe('expiring');
  expect(credentialStateOn(credential, '2026-12-31')).toBe('expiring');
  expect(credentialStateOn(credential, '2027-01-01')).toBe('expired');
});

test('withdrawn and failed checks never count', () => {
  expect(credentialStateOn({ ...credential, withdrawn: true }, '2026-06-01')).toBe('withdrawn');
  expect(credentialStateOn({ ...credential, outcome: 'failed' }, '2026-06-01')).toBe('failed');
  expect(holdsCredential([{ ...credential, withdrawn: true }], 't', '2026-06-01')).toBe(false);
});

test('a demand is met from the issue to the last day, by the type demanded alone', () => {
  expect(holdsCredential([credential], 't', '2025-12-31')).toBe(false);
  expect(holdsCredential([credential], 't', '2026-01-01')).toBe(true);
  expect(holdsCredential([credential], 't', '2026-12-31')).toBe(true);
  expect(holdsCredential([credential], 't', '2027-01-01')).toBe(false);
  expect(holdsCredential([credential], 'another', '2026-06-01')).toBe(false);
});

test('warnings are due at 60 and at 30 days, each once', () => {
  expect(warningDue(credential, '2026-10-31', null)).toBeUndefined();
  expect(warningDue(credential, '2026-11-01', null)).toBe(60);
  expect(warningDue(credential, '2026-11-30', 60)).toBeUndefined();
  expect(warningDue(credential, '2026-12-01', 60)).toBe(30);
  expect(warningDue(credential, '2026-12-02', 30)).toBeUndefined();
  expect(warningDue(credential, '2027-01-01', 30)).toBeUndefined();
});

test('somebody found late is warned of the nearest step alone', () => {
  expect(warningDue(credential, '2026-12-20', null)).toBe(30);
});

test('a paper of at most six months is taken on the day it turns six months old, and not the day after', () => {
  const shown = (checkedOn: string, months: number | null) =>
    tooOldWhenShown({ issuedOn: '2026-03-31', checkedOn }, months);
  expect(shown('2026-09-30', 6)).toBe(false);
  expect(shown('2026-10-01', 6)).toBe(true);
  expect(shown('2036-10-01', null)).toBe(false);
});

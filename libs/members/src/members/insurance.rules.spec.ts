import { defaultPolicies } from '#communities';
import { expect, test } from '@jest/globals';
import { insuredFrom } from './insurance.rules.js';

const at = new Date('2026-11-24T15:30:00Z');

test('cover starts at 24:00 local of the day of registration', () => {
  expect(insuredFrom(at, 'Europe/Rome', defaultPolicies())).toEqual(new Date('2026-11-24T23:00:00Z'));
});

test('the local day counts, not the one in Greenwich', () => {
  const lateEvening = new Date('2026-11-24T23:30:00Z');
  expect(insuredFrom(lateEvening, 'Europe/Rome', defaultPolicies())).toEqual(
    new Date('2026-11-25T23:00:00Z'),
  );
});

test('the day of a clock change is an hour longer or shorter', () => {
  const autumn = insuredFrom(new Date('2026-10-25T10:00:00Z'), 'Europe/Rome', defaultPolicies());
  expect(autumn).toEqual(new Date('2026-10-25T23:00:00Z'));
  const spring = insuredFrom(new Date('2027-03-28T10:00:00Z'), 'Europe/Rome', defaultPolicies());
  expect(spring).toEqual(new Date('2027-03-28T22:00:00Z'));
});

test('where the policy says so cover starts at once', () => {
  const policies = { ...defaultPolicies(), insuranceFromNextMidnight: false };
  expect(insuredFrom(at, 'Europe/Rome', policies)).toEqual(at);
});

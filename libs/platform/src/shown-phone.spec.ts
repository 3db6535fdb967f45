import { describe, expect, it } from '@jest/globals';
import { shownPhone } from './shown-phone.js';

describe('a phone number to read', () => {
  it('stands in the groups of its country', () => {
    expect(shownPhone('+393331234567')).toBe('+39 333 123 4567');
    expect(shownPhone('+40721234567')).toBe('+40 721 234 567');
    expect(shownPhone('+39 0382/000000')).toBe('+39 0382 000000');
  });

  it('of the community’s country needs no country code', () => {
    expect(shownPhone('0382000000', 'IT')).toBe('+39 0382 000000');
    expect(shownPhone('0382000000')).toBe('0382000000');
  });

  it('stays as it was written when no phone has it', () => {
    expect(shownPhone('800 12', 'IT')).toBe('800 12');
    expect(shownPhone('+39 0382 555 999 999')).toBe('+39 0382 555 999 999');
  });
});

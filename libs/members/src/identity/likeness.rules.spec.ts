import { describe, expect, test } from '@jest/globals';
import { likenessKeys } from './likeness.rules.js';

const alike = (one: readonly [string, string], other: readonly [string, string]) => {
  const keys = new Set(likenessKeys(...one));
  return likenessKeys(...other).some((key) => keys.has(key));
};

describe('names sound alike', () => {
  test.each([
    ['with a letter doubled or not', ['Giulia', 'Rossi'], ['Giulia', 'Rosi']],
    ['the other way round', ['Giulia', 'Rossi'], ['Rossi', 'Giulia']],
    ['without marks', ['Niccolò', 'D’Angiò'], ['Niccolo', "D'Angio"]],
    ['with one of two given names', ['Maria Grazia', 'Conti'], ['Grazia', 'Conti']],
    ['with one of two family names', ['Amina', 'El Amrani'], ['Amina', 'Amrani']],
    ['however it is written over', ['Mohammed', 'Khalil'], ['Muhamad', 'Halil Khalil']],
    ['in another alphabet', ['محمد', 'سالم'], ['Mohamed', 'Salem']],
    ['in Cyrillic', ['Олена', 'Коваленко'], ['Olena', 'Kovalenko']],
    ['with an old spelling', ['Sofia', 'Costa'], ['Sophia', 'Kosta']],
    ['with an h at the end', ['Sara', 'Costa'], ['Sarah', 'Costa']],
    ['of a woman in another alphabet', ['فاطمة', 'سالم'], ['Fatima', 'Salem']],
    ['with a vowel at the beginning in another alphabet', ['أمينة', 'سالم'], ['Amina', 'Salem']],
  ] as const)('%s', (_, one, other) => {
    expect(alike(one, other)).toBe(true);
  });
});

describe('names do not sound alike', () => {
  test.each([
    ['with another given name', ['Giulia', 'Rossi'], ['Marco', 'Rossi']],
    ['with another family name', ['Giulia', 'Rossi'], ['Giulia', 'Bianchi']],
    ['of a brother and a sister', ['Mario', 'Rossi'], ['Maria', 'Rossi']],
    ['of a mother and her son', ['Daniela', 'Rossi'], ['Daniele', 'Rossi']],
    ['that begin with a vowel or not', ['Elena', 'Rossi'], ['Lena', 'Rossi']],
    ['of vowels alone', ['Aia', 'Rossi'], ['Eu', 'Rossi']],
  ] as const)('%s', (_, one, other) => {
    expect(alike(one, other)).toBe(false);
  });

  test('and long ones make no more than sixteen keys', () => {
    const long = 'Ana Bela Cara Dora Elsa Fina'.repeat(3);
    expect(likenessKeys(long, long).length).toBeLessThanOrEqual(16);
  });

  test('a name of signs alone is like nobody’s', () => {
    expect(likenessKeys('–', '…')).toEqual([]);
  });
});

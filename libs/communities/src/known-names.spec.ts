import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  CHECK_NAMES,
  checkName,
  KIND_NAMES,
  kindName,
  WRITTEN_LANGUAGES,
  writtenLanguage,
} from './known-names.js';

it('the first wanted language that has words is taken, else Italian', () => {
  expect(writtenLanguage(['ro', 'ar-EG', 'it'])).toBe('ar');
  expect(writtenLanguage(['toString', 'EN-gb'])).toBe('en');
  expect(writtenLanguage([])).toBe('it');
});

describe('The name of a kind of help, and of a check,', () => {
  it('is in the language of the reader where the service knows it', () => {
    expect(kindName('ar', 'school-transport', 'Accompagnamento a scuola')).toBe('التوصيل إلى المدرسة');
    expect(checkName('en', 'interview', 'Colloquio e referenze')).toBe('Interview and references');
  });

  it('is the community’s own otherwise', () => {
    expect(kindName('ar', 'orto', 'Orto comune')).toBe('Orto comune');
    expect(kindName('ar', 'constructor', 'Orto comune')).toBe('Orto comune');
    expect(checkName('en', undefined, 'Visita in casa')).toBe('Visita in casa');
  });

  it.each(WRITTEN_LANGUAGES)('is the same on paper, in mails and on screens: %s', (language) => {
    const words = readFileSync(`apps/web/words/${language}.po`, 'utf8');
    const onScreen = (id: string) => words.split(`msgid "${id}"\nmsgstr "`)[1]?.split('"\n')[0];
    for (const [code, names] of Object.entries(KIND_NAMES))
      expect([code, onScreen(`category.${code}`)]).toEqual([code, names[language]]);
    for (const [code, names] of Object.entries(CHECK_NAMES))
      expect([code, onScreen(`check.${code}`)]).toEqual([code, names[language]]);
  });
});

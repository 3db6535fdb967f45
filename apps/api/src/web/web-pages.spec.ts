import { describe, expect, it } from '@jest/globals';
import { pageLanguage } from './web-pages.js';

const SPOKEN = ['it', 'en', 'ar'];

describe('the language of a page', () => {
  it('is what the address asks for, then what was chosen before, then what the browser prefers', () => {
    expect(pageLanguage(SPOKEN, 'ar', 'en', 'it')).toBe('ar');
    expect(pageLanguage(SPOKEN, undefined, 'en', 'it')).toBe('en');
    expect(pageLanguage(SPOKEN, undefined, undefined, 'de-CH, en;q=0.5, ar-EG;q=0.8')).toBe('ar');
  });

  it('is one of those the pages were built in', () => {
    expect(pageLanguage(['it', 'ro'], 'en', 'ro', 'en')).toBe('ro');
  });

  it('is Italian when nothing that is asked for is spoken here', () => {
    for (const [asked, chosen, accepted] of [
      ['xx', '../it', 'de'],
      [undefined, undefined, undefined],
      [['en'], {}, ',;q=, en;q=0'],
    ] as const) {
      expect(pageLanguage(SPOKEN, asked, chosen, accepted)).toBe('it');
    }
  });
});

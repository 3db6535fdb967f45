import { describe, expect, test } from '@jest/globals';
import { asDrawn, drawnLines } from './right-to-left.rules.js';

describe('a line from right to left', () => {
  test('is drawn from its last word to its first', () => {
    expect(asDrawn(['شهادة', 'ساعات', 'العطاء'])).toEqual(['العطاء', 'ساعات', 'شهادة']);
  });

  test('keeps a name of another script in its own order, with the number that belongs to it', () => {
    expect(asDrawn(['جمعية', 'Croce', 'Rossa', '2', 'في', 'بافيا'])).toEqual([
      'بافيا',
      'في',
      'Croce',
      'Rossa',
      '2',
      'جمعية',
    ]);
  });

  test('takes numbers among its own words one by one', () => {
    expect(asDrawn(['من', '5', 'أكتوبر', '2026'])).toEqual(['2026', 'أكتوبر', '5', 'من']);
  });

  test('opens a bracket towards what follows', () => {
    expect(asDrawn(['المجموع', '(ساعات)', '(h)'])).toEqual(['(h)', ')ساعات(', 'المجموع']);
  });

  test('is broken where it is full, and where the text is', () => {
    const fits = (line: string) => line.length <= 9;
    expect(drawnLines('شهادة ساعات\nالعطاء', fits)).toEqual([['شهادة'], ['ساعات'], ['العطاء']]);
    expect(drawnLines('شهادة عطاء في', (line) => line.length <= 10)).toEqual([['عطاء', 'شهادة'], ['في']]);
  });
});

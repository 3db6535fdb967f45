import { expect, test } from '@jest/globals';
import { sayWhile } from './say-while.js';

test('what is under way is told until the stop is, and no more after it', () => {
  const said: string[] = [];
  let stopping = false;
  const tell = sayWhile(
    () => !stopping,
    (sentence) => said.push(sentence),
  );
  tell('matching goes on...');
  stopping = true;
  said.push('Stopping...');
  tell('matching goes on...');
  expect(said).toEqual(['matching goes on...', 'Stopping...']);
});

import type { Page } from 'playwright-core';

const MOST_TABS = 60;
const WORDS_OF_FOCUS = `(() => {
  const it = document.activeElement;
  // Between two walks the focus is nowhere, and the whole page would be its words.
  if (it === document.body) return '';
  const label = it.closest('label') ?? document.querySelector('label[for="' + it.id + '"]');
  return (label ?? it).innerText || it.getAttribute('aria-label') || '';
})()`;

/** Walks with the Tab key until the focus is on something with these words. @throws Error when it never is */
export async function tabTo(page: Page, words: string): Promise<void> {
  for (let tab = 0; tab < MOST_TABS; tab++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate<string>(WORDS_OF_FOCUS)).includes(words)) return;
  }
  throw new Error(`The Tab key never came to “${words}”.`);
}

/** Walks there and presses it. */
export async function press(page: Page, words: string, key = 'Enter'): Promise<void> {
  await tabTo(page, words);
  await page.keyboard.press(key);
}

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { BuiltHelper } from '../builders/people.builder.js';
import { BrowserPlace, PHONE, type OpenedPage } from '../support/browser.js';
import { openInstallation, until, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let place: BrowserPlace;
let helper: BuiltHelper;
let shown: OpenedPage;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  place = await BrowserPlace.open(installation);
}, 120_000);

afterAll(async () => {
  await place?.close();
  await installation?.close();
});

beforeEach(async () => {
  helper = await installation.people.helper({ hours: [{ weekday: 1, startMinute: 900, endMinute: 1_080 }] });
  shown = await place.show('/v/availability', PHONE, helper.actor);
  await cell('lunedì, Pomeriggio').waitFor();
});

afterEach(async () => {
  expect(shown.faults).toEqual([]);
  await shown.context.close();
});

const cell = (name: string): Locator => shown.page.getByRole('checkbox', { name });

/** What a tap does reaches the page after the finger has left it. */
async function isMarked(name: string, state: 'true' | 'mixed' | 'false'): Promise<void> {
  await until(`${name}: ${state}`, async () => (await cell(name).getAttribute('aria-checked')) === state);
}

async function middleOf(name: string): Promise<{ x: number; y: number }> {
  const box = (await cell(name).boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const scrolled = () => shown.page.evaluate<number>('window.scrollY');

async function savedHours(): Promise<unknown> {
  const client = await installation.as(helper.actor);
  return (await client.get(`/v1/helpers/${helper.memberId}/weekly-hours`).expect(200)).body.hours;
}

/** A finger, as the browser's own events. */
async function finger(moves: readonly { readonly x: number; readonly y: number }[], holdMs: number) {
  const session = await shown.context.newCDPSession(shown.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [{ ...moves[0]! }]);
  await shown.page.waitForTimeout(holdMs);
  for (const move of moves.slice(1)) await touch('touchMove', [{ ...move }]);
  await touch('touchEnd', []);
}

describe('the week of a helper', () => {
  it('shows a part of a band as a part, and a tap makes it whole, then nothing', async () => {
    await isMarked('lunedì, Pomeriggio', 'mixed');
    await cell('lunedì, Pomeriggio').tap();
    await isMarked('lunedì, Pomeriggio', 'true');
    await cell('lunedì, Pomeriggio').tap();
    await isMarked('lunedì, Pomeriggio', 'false');
  });

  it('is painted by holding and dragging a finger, and what was painted is saved', async () => {
    const days = ['martedì', 'mercoledì', 'giovedì'];
    const before = await scrolled();
    await finger(await Promise.all(days.map((day) => middleOf(`${day}, Mattina`))), 500);
    for (const day of days) await isMarked(`${day}, Mattina`, 'true');
    expect(await scrolled()).toBe(before);
    await shown.page.getByText('15 h alla settimana').waitFor();
    await shown.page.getByRole('button', { name: 'Salva' }).tap();
    await shown.page.getByRole('button', { name: 'Annulla' }).waitFor({ state: 'detached' });
    expect(await savedHours()).toContainEqual(
      expect.objectContaining({ weekday: 2, startTime: '08:00', endTime: '12:00' }),
    );
  });

  it('scrolls under a swipe, which marks nothing', async () => {
    const from = await middleOf('venerdì, Sera');
    const before = await scrolled();
    await finger([from, { x: from.x, y: from.y - 80 }, { x: from.x, y: from.y - 240 }], 0);
    await shown.page.waitForFunction(`window.scrollY > ${before}`);
    await isMarked('venerdì, Sera', 'false');
  });

  it('is walked by the arrows and turned by Space', async () => {
    await cell('lunedì, Mattina').focus();
    await shown.page.keyboard.press('ArrowRight');
    await shown.page.keyboard.press('ArrowDown');
    await shown.page.keyboard.press('Space');
    await isMarked('martedì, Pranzo', 'true');
  });

  it('does not scroll while a held finger paints down a day', async () => {
    const bands = ['Mattina', 'Pranzo', 'Pomeriggio'];
    const path = await Promise.all(bands.map((band) => middleOf(`sabato, ${band}`)));
    const before = await scrolled();
    await finger(path, 500);
    for (const band of bands) await isMarked(`sabato, ${band}`, 'true');
    expect(await scrolled()).toBe(before);
  });

  it('takes a day with certain hours alone, and one away for a part of it', async () => {
    const { page } = shown;
    const add = page.locator('details', { hasText: 'Aggiungi una data' });
    await add.getByText('Aggiungi una data').tap();
    await add.getByText('Solo a certe ore').tap();
    await add.getByLabel('Dal', { exact: true }).fill('2026-10-12');
    await add.getByLabel('Dalle', { exact: true }).selectOption('17:00');
    await add.getByRole('button', { name: 'Aggiungi', exact: true }).tap();
    await add.locator('#endTime-wrong').waitFor();
    await add.getByLabel('Alle', { exact: true }).selectOption('19:00');
    await add.getByRole('button', { name: 'Aggiungi', exact: true }).tap();
    await page.getByText('17:00\u2060–\u206019:00').waitFor();
    await add.getByText('Non ci sono').tap();
    await add.getByLabel('Dal', { exact: true }).fill('2026-10-19');
    await add.getByText('Tutto il giorno').tap();
    await add.getByLabel('Alle', { exact: true }).selectOption('18:00');
    await add.getByRole('button', { name: 'Aggiungi', exact: true }).tap();
    await page.getByText('17:00\u2060–\u206018:00').waitFor();
    const client = await installation.as(helper.actor);
    const path = `/v1/helpers/${helper.memberId}/free-time?from=2026-10-12&to=2026-10-19`;
    expect((await client.get(path).expect(200)).body.intervals).toEqual([
      { startsAt: '2026-10-12T15:00:00.000Z', endsAt: '2026-10-12T17:00:00.000Z' },
      { startsAt: '2026-10-19T13:00:00.000Z', endsAt: '2026-10-19T15:00:00.000Z' },
    ]);
  });

  it('can be undone until it is saved', async () => {
    await shown.page.getByRole('button', { name: 'Fine settimana' }).tap();
    await isMarked('sabato, Mattina', 'true');
    await shown.page.getByRole('button', { name: 'Annulla' }).tap();
    await isMarked('sabato, Mattina', 'false');
  });
});

import { AssignmentsService, HoursService } from '#assignments';
import type { Tx } from '#database';
import { openAccount } from '#ledger';
import { DeliveryService, NotifyService } from '#notifications';
import { addMinutes, newId } from '#platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { approve, buildRequest, endOf } from '../builders/approval.builder.js';
import { buildCommunity } from '../builders/community.builder.js';
import type { BuiltFamily, BuiltHelper, CommunityPeople } from '../builders/people.builder.js';
import { START } from '../builders/test-world.js';
import { openInstallation, type TestInstallation } from '../support/test-installation.js';

const FIRST = new Date('2026-10-12T14:00:00Z');
const WEEK_MINUTES = 7 * 1_440;

let installation: TestInstallation;
let people: CommunityPeople;
let family: BuiltFamily;
let helper: BuiltHelper;
let base: string;
let seatId: string;
let hours: HoursService;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  base = await installation.api.getUrl();
  hours = new HoursService(installation.uow);
});
afterAll(() => installation.close());
beforeEach(async () => {
  installation.clock.moveTo(START);
  people = await buildCommunity(installation.uow, installation.codec, installation.clock);
  family = await people.family({ givenName: 'Sara' });
  helper = await people.helper({ regime: 'timebank', givenName: 'Anna' });
  seatId = await visited();
});
afterEach(() => installation.mails.clear());

const run = <T>(work: (tx: Tx) => Promise<T>) => installation.uow.run(people.facts.system, work);
const balanceOf = (memberId: string) => run(async (tx) => (await openAccount(tx, memberId)).balanceMinutes);
const entry = async (id: string) => {
  const [row] = await run((tx) =>
    tx.sql<{ state: string; answeredBy: string | null }>(
      'SELECT state, answered_by AS "answeredBy" FROM time_entry WHERE id = $1',
      [id],
    ),
  );
  return row!;
};

/** A confirmed visit of an hour; the clock stands five minutes after its end. */
async function visited(): Promise<string> {
  const { uow, clock } = installation;
  const asked = await buildRequest(uow, people, { family, starts: [FIRST] });
  const made = await approve(uow, people, { helper, family, asked, regime: 'timebank' });
  const assignments = new AssignmentsService(uow);
  await assignments.accept(helper.actor, made.assignmentId);
  if (made.guardianNeeded) await assignments.guardianYes(family.actor, made.assignmentId);
  clock.moveTo(endOf(FIRST, 65));
  return made.seatIds[0]!;
}

/** The helper declares an hour; the address in the mail that the family gets. */
async function mailed(minutes = 60): Promise<{ readonly id: string; readonly path: string }> {
  const { id } = await hours.declare(helper.actor, seatId, minutes);
  await run((tx) =>
    new NotifyService().react(tx, 'notifications.hours-to-confirm', {
      outboxId: newId(),
      subjectId: id,
      values: {},
    }),
  );
  await installation.api.get(DeliveryService, { strict: false }).deliverDue(people.id);
  return { id, path: linkOf(family.email)! };
}

function linkOf(email: string): string | undefined {
  const mails = installation.mails.messages().filter(({ recipients }) => recipients.includes(email));
  const url = /https?:\/\/\S+\/c\/[\w-]+/.exec(mails.at(-1)?.text ?? '')?.[0];
  return url && new URL(url).pathname;
}

const open = (path: string, init?: RequestInit) => fetch(base + path, init);
/** As a browser posts the page's own form. */
const press = (path: string) =>
  open(path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: base,
      'sec-fetch-site': 'same-origin',
    },
  });

describe('the mail about declared hours', () => {
  test('shows what was declared behind its link, and opening it any number of times changes nothing', async () => {
    const { id, path } = await mailed();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await open(path, { method });
      expect(page.status).toBe(200);
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
      expect(page.headers.get('set-cookie')).toBeNull();
    }
    const text = await (await open(path)).text();
    expect(text).toContain('lunedì 12 ottobre dalle 16:00 alle 17:00, con Anna');
    expect(text).toContain('60 minuti');
    expect(text.match(/<button/g)).toHaveLength(1);
    expect(text).not.toMatch(/Pulce|Via di Prova|Cognome|Sara/);
    expect(await entry(id)).toEqual({ state: 'declared', answeredBy: null });
  });

  test('confirms by the one button, as the member who was written to, once however often it is pressed', async () => {
    const { id, path } = await mailed();
    const before = [await balanceOf(family.memberId), await balanceOf(helper.memberId)];
    const taps = await Promise.all([press(path), press(path), press(path)]);
    expect(taps.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await taps[2]!.text()).toContain('Grazie, è confermato');
    expect(await entry(id)).toEqual({ state: 'confirmed', answeredBy: family.memberId });
    const after = [await balanceOf(family.memberId), await balanceOf(helper.memberId)];
    expect(after).toEqual([before[0]! - 60, before[1]! + 60]);
    expect(await (await open(path)).text()).not.toContain('<button');
    const [used] = await run((tx) => tx.sql('SELECT used_at IS NOT NULL AS used FROM hours_link'));
    expect(used).toEqual({ used: true });
  });

  test('is in the member’s language, and in the one chosen on the page', async () => {
    const { path } = await mailed();
    const arabic = await open(`${path}?lang=ar`);
    expect(arabic.headers.get('content-language')).toBe('ar');
    expect(await arabic.text()).toContain('dir="rtl"');
    expect((await press(`${path}?lang=ar`)).headers.get('content-language')).toBe('ar');
    expect((await open(`${path}?lang=xx`)).headers.get('content-language')).toBe('it');
  });

  test('keeps only a keyed hash of its token, which opens nothing else', async () => {
    const { path } = await mailed();
    const token = path.split('/').at(-1)!;
    const kept = await run((tx) => tx.sql<{ row: string }>('SELECT l::text AS row FROM hours_link l'));
    expect(kept).toHaveLength(1);
    expect(kept[0]!.row).not.toContain(Buffer.from(token, 'base64url').subarray(16).toString('hex'));
    const cookie = `intreccio-session=${token.slice(0, 43)}`;
    expect((await open('/v1/me', { headers: { cookie } })).status).toBe(401);
  });
});

describe('a link that is of no use', () => {
  test('because it is over says so, with the desk’s number, and confirms nothing', async () => {
    const { id, path } = await mailed();
    const ends = addMinutes(installation.clock.now(), WEEK_MINUTES);
    installation.clock.moveTo(addMinutes(ends, -1));
    expect(await (await open(path)).text()).toContain('<button');
    installation.clock.moveTo(addMinutes(ends, 1));
    for (const page of [await open(path), await press(path)]) {
      const text = await page.text();
      expect(text).toContain('Questo link non serve più');
      expect(text).toContain('href="tel:+390382000000" dir="ltr">+39 0382 000000</a>');
      expect(text).not.toContain('<button');
    }
    expect(await entry(id)).toEqual({ state: 'declared', answeredBy: null });
  });

  test('because it never was one gets a kind page with whom to call, whatever is in it', async () => {
    const { path } = await mailed();
    const other = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
    const foreign = `/c/${'0'.repeat(22)}${path.slice(-42)}`;
    for (const wrong of [
      other,
      foreign,
      `${path}x`,
      '/c/x',
      `/c/${'a'.repeat(190)}`,
      '/c/%00',
      '/c/%3Cscript%3E',
    ]) {
      for (const page of [await open(wrong), await press(wrong)]) {
        expect([wrong, page.status, page.headers.get('content-type')]).toEqual([
          wrong,
          404,
          'text/html; charset=utf-8',
        ]);
        const text = await page.text();
        expect(text).toContain('Questo link non serve più');
        expect(text).toContain('href="tel:+390382000000"');
        expect(text).not.toContain('script>x');
      }
    }
  });

  test('because the member is no guardian any more, or is suspended, confirms nothing', async () => {
    const { id, path } = await mailed();
    await run((tx) => tx.sql('UPDATE member SET state = $2 WHERE id = $1', [family.memberId, 'suspended']));
    expect(await (await press(path)).text()).toContain('Questo link non serve più');
    await run(async (tx) => {
      await tx.sql(`UPDATE member SET state = 'active' WHERE id = $1`, [family.memberId]);
      await tx.sql('UPDATE household_member SET guardian = false WHERE member_id = $1', [family.memberId]);
    });
    expect(await (await press(path)).text()).toContain('Questo link non serve più');
    expect(await entry(id)).toEqual({ state: 'declared', answeredBy: null });
  });

  test('because the hours are disputed tells so, and leaves them to the desk', async () => {
    const { id, path } = await mailed();
    await hours.dispute(family.actor, id, 'Era più breve');
    for (const page of [await open(path), await press(path)]) {
      expect(await page.text()).toContain('Ci pensiamo noi');
    }
    expect((await entry(id)).state).toBe('disputed');
  });
});

test('another site cannot press the button, and a second mail does not make the first useless', async () => {
  const { id, path } = await mailed();
  const elsewhere = await open(path, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
  });
  expect(elsewhere.status).toBe(403);
  await run((tx) =>
    tx.sql(
      `UPDATE delivery SET state = 'queued' WHERE channel = 'e-mail' AND notification_id IN
         (SELECT id FROM notification WHERE subject_id = $1 AND member_id = $2)`,
      [id, family.memberId],
    ),
  );
  installation.mails.clear();
  await installation.api.get(DeliveryService, { strict: false }).deliverDue(people.id);
  const second = linkOf(family.email);
  expect(second).toBeDefined();
  expect(second).not.toBe(path);
  expect(await (await press(path)).text()).toContain('Grazie, è confermato');
  expect(await (await open(second!)).text()).toContain('Grazie, è confermato');
});

test('the public pages tell whom to call, as the desk’s number changes, and name the desks when there are several', async () => {
  await run((tx) =>
    tx.sql(
      `UPDATE community SET desk_phone = '+39 0382 111111', name = 'Distretto <b>Due</b>' WHERE id = $1`,
      [people.id],
    ),
  );
  for (const path of ['/', '/login', '/privacy', '/accessibility']) {
    const text = await (await open(path)).text();
    expect(text).toContain('<a class="phone" href="tel:+390382111111" dir="ltr">+39 0382 111111</a>');
    expect(text).toContain('Distretto &lt;b&gt;Due&lt;/b&gt;');
    expect(text).not.toContain('{{');
  }
});

import type { InboxService } from '#notifications';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BuiltCase } from '../builders/case.builder.js';
import { MailScene } from '../builders/mail.scene.js';
import type { CommunityPeople } from '../builders/people.builder.js';

const scene = new MailScene();
const { run, react, deliver, aCase, mailsOf } = scene;

let people: CommunityPeople;
let inbox: InboxService;

beforeAll(async () => {
  ({ inbox } = await scene.open());
});
afterAll(() => scene.close());
beforeEach(async () => {
  people = await scene.begin();
});
afterEach(() => scene.end());

describe('the inbox', () => {
  test('is paged, newest first, and knows what is unread', async () => {
    const built = await aCase();
    for (let count = 0; count < 5; count += 1) await react('helper-asked', built.assignmentId);
    const first = await inbox.listOwn(built.helper.actor, { limit: 3 });
    const second = await inbox.listOwn(built.helper.actor, { limit: 3, cursor: first.nextCursor! });
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(second.nextCursor).toBeNull();
    expect(await inbox.read(built.helper.actor, ids[0]!)).toEqual({ unread: 4 });
    expect((await inbox.listOwn(built.helper.actor, { unread: true })).items).toHaveLength(4);
    expect(await inbox.readAll(built.helper.actor)).toEqual({ unread: 0 });
  });

  test('another’s notification does not exist', async () => {
    const built = await aCase();
    await react('helper-asked', built.assignmentId);
    const [item] = (await inbox.listOwn(built.helper.actor, {})).items;
    await expect(inbox.read(built.family.actor, item!.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('declared hours', () => {
  const notice = (built: BuiltCase) =>
    run((tx) =>
      tx.sql<{ delivered: Date | null; confirms: Date | null }>(
        `SELECT notice_delivered_at AS delivered, auto_confirm_at AS confirms FROM time_entry WHERE community_id = $1 AND id = $2`,
        [people.id, built.timeEntryId],
      ),
    );

  test('silence may confirm only from the moment the mail has left', async () => {
    const built = await aCase();
    await react('hours-to-confirm', built.timeEntryId);
    expect((await mailsOf()).map(({ memberId }) => memberId)).toEqual([built.family.memberId]);
    expect(await notice(built)).toEqual([{ delivered: null, confirms: null }]);
    await deliver();
    const [{ delivered, confirms } = { delivered: null, confirms: null }] = await notice(built);
    expect(confirms!.getTime() - delivered!.getTime()).toBe(7 * 86_400_000);
  });

  test('without an address the inbox counts, once it is read', async () => {
    const built = await aCase();
    await run((tx) =>
      tx.sql(`UPDATE member_identity SET email_sealed = NULL WHERE community_id = $1`, [people.id]),
    );
    await react('hours-to-confirm', built.timeEntryId);
    await deliver();
    const { items } = await inbox.listOwn(built.family.actor, {});
    expect(await notice(built)).toEqual([{ delivered: null, confirms: null }]);
    await inbox.read(built.family.actor, items[0]!.id);
    expect((await notice(built))[0]!.delivered).not.toBeNull();
  });
});

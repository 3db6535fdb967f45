import { communityOf } from '#communities';
import { UnitOfWork, type MemberActor, type Tx } from '#database';
import { givenNames, IdentityCodec } from '#members';
import { commonError, readPage, toPage, type Page } from '#platform';
import { Injectable } from '@nestjs/common';
import { hasBounced } from './bounce.js';
import { noteHoursNotice } from './hours-notice.js';
import type { MessageId } from './messages/message-ids.js';
import { isSilent } from './silence.query.js';
import type { TopicName } from './topics.js';
import { copyText, languageOf, writeFooter, writeMessage, type SafeValues } from './words.js';

export interface InboxItem {
  readonly id: string;
  readonly topic: TopicName;
  readonly subject: string;
  readonly text: string;
  /** What it is about; which kind of record follows from the topic. */
  readonly subjectId: string | null;
  /** Subject, text and the desk's number in one piece, to be copied into another messenger. */
  readonly copyText: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

/** What stands above the inbox: the mail address is refused; three asks in a row were left unanswered. */
export type InboxBanner = 'mail-bounced' | 'pause';

export interface Inbox extends Page<InboxItem> {
  readonly unread: number;
  /** Language of the words, for the screen's direction. */
  readonly language: string;
  readonly banner: InboxBanner | null;
}

interface InboxRow extends Omit<InboxItem, 'subject' | 'text' | 'copyText'> {
  readonly messageId: MessageId;
  readonly values: SafeValues;
}

const MOST_COUNTED = 1_000;

/** A member's own notifications; the words are made when they are read, in the language of that moment. */
@Injectable()
export class InboxService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** Own notifications, newest first. @throws InvalidInput for a bad cursor or limit */
  async listOwn(
    actor: MemberActor,
    query: { limit?: number; cursor?: string; unread?: boolean },
  ): Promise<Inbox> {
    const { limit, after } = readPage(query);
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<InboxRow>(
        `SELECT id, topic, message_id AS "messageId", message_values AS values, subject_id AS "subjectId",
           created_at AS "createdAt", read_at AS "readAt" FROM notification
         WHERE community_id = $1 AND member_id = $2 AND ($3::uuid IS NULL OR id < $3) AND (NOT $4 OR read_at IS NULL)
         ORDER BY id DESC LIMIT $5`,
        [tx.communityId, actor.memberId, after ?? null, query.unread ?? false, limit + 1],
      );
      const page = toPage(rows, limit);
      const { language, items } = await this.write(tx, actor.memberId, page.items);
      const unread = await countUnread(tx, actor.memberId);
      return { items, nextCursor: page.nextCursor, unread, language, banner: await bannerOf(tx, actor) };
    });
  }

  /** Marks one as read; a second time changes nothing. @throws DomainError not-found for what is not one's own */
  async read(actor: MemberActor, id: string): Promise<{ unread: number }> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<ReadRow>(
        `UPDATE notification SET read_at = coalesce(read_at, $4) WHERE community_id = $1 AND member_id = $2 AND id = $3
         RETURNING topic, subject_id AS "subjectId"`,
        [tx.communityId, actor.memberId, id, tx.now],
      );
      if (rows.length === 0) throw commonError('not-found');
      await noteHoursNotice(tx, hoursIn(rows));
      return { unread: await countUnread(tx, actor.memberId) };
    });
  }

  async readAll(actor: MemberActor): Promise<{ unread: number }> {
    return this.uow.run(actor, async (tx) => {
      const rows = await tx.sql<ReadRow>(
        `UPDATE notification SET read_at = $3 WHERE community_id = $1 AND member_id = $2 AND read_at IS NULL
         RETURNING topic, subject_id AS "subjectId"`,
        [tx.communityId, actor.memberId, tx.now],
      );
      await noteHoursNotice(tx, hoursIn(rows));
      return { unread: 0 };
    });
  }

  private async write(
    tx: Tx,
    memberId: string,
    rows: readonly InboxRow[],
  ): Promise<{ language: string; items: InboxItem[] }> {
    const community = await communityOf(tx);
    const [member] = await tx.sql<{ language: string }>(
      `SELECT language FROM member WHERE community_id = $1 AND id = $2`,
      [tx.communityId, memberId],
    );
    const language = languageOf(member?.language ?? '', community.defaultLanguage);
    const names = await givenNames(
      tx,
      this.codec,
      rows.flatMap(({ values }) => values.helperId ?? []),
    );
    const items = rows.map(({ messageId, values, ...row }) => {
      const where = {
        timeZone: community.timeZone,
        community: community.name,
        deskPhone: community.deskPhone,
        helperName: values.helperId ? names.get(values.helperId) : undefined,
      };
      const words = writeMessage(language, messageId, values, where);
      return { ...row, ...words, copyText: copyText(words, writeFooter(language, where)) };
    });
    return { language, items };
  }
}

async function bannerOf(tx: Tx, actor: MemberActor): Promise<InboxBanner | null> {
  if (await hasBounced(tx, actor.memberId)) return 'mail-bounced';
  const asked = actor.roles.includes('helper') && (await isSilent(tx, actor.memberId));
  return asked ? 'pause' : null;
}

interface ReadRow {
  readonly topic: TopicName;
  readonly subjectId: string | null;
}

function hoursIn(rows: readonly ReadRow[]): string[] {
  return rows.flatMap(({ topic, subjectId }) =>
    topic === 'hours-to-confirm' && subjectId ? [subjectId] : [],
  );
}

/** At most 1,000: beyond that nobody counts. */
async function countUnread(tx: Tx, memberId: string): Promise<number> {
  const [row] = await tx.sql<{ unread: number }>(
    `SELECT count(*)::int AS unread FROM (SELECT 1 FROM notification
       WHERE community_id = $1 AND member_id = $2 AND read_at IS NULL LIMIT ${MOST_COUNTED}) AS waiting`,
    [tx.communityId, memberId],
  );
  return row?.unread ?? 0;
}

import { communityOf } from '#communities';
import { systemActor, UnitOfWork, type MemberActor, type Tx } from '#database';
import { givenNames, IdentityCodec, lastingHash } from '#members';
import { addMinutes, commonError, CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { communityOfToken, newLinkToken } from '../link-token.js';
import { languageOf } from '../words.js';
import { findMember, visitsOf } from './calendar.queries.js';
import { writeCalendar } from './write-calendar.js';

const DAY = 1_440;
const DAYS_BACK = 14;

/** Whether a member has a feed, and since when. The address itself is told once. */
export interface CalendarFeed {
  readonly active: boolean;
  readonly createdAt: Date | null;
}

/** A member's confirmed visits for their own calendar program, under an address that nobody guesses. */
@Injectable()
export class CalendarFeedService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl'>,
  ) {}

  find(actor: MemberActor): Promise<CalendarFeed> {
    return this.uow.run(actor, async (tx) => {
      const [row] = await tx.sql<{ createdAt: Date }>(
        'SELECT created_at AS "createdAt" FROM calendar_feed WHERE community_id = $1 AND member_id = $2',
        [tx.communityId, actor.memberId],
      );
      return { active: row !== undefined, createdAt: row?.createdAt ?? null };
    });
  }

  /** A new address; the one before is of no more use. */
  open(actor: MemberActor): Promise<{ url: string }> {
    const token = newLinkToken(actor.communityId);
    return this.uow.run(actor, async (tx) => {
      await tx.sql(
        `INSERT INTO calendar_feed (community_id, member_id, token_hash, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (community_id, member_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at`,
        [tx.communityId, actor.memberId, await this.hashOf(tx, token), tx.now],
      );
      return { url: `${this.config.publicUrl}/calendar/${token}.ics` };
    });
  }

  /** Ends the feed at once; a second time changes nothing. */
  async close(actor: MemberActor): Promise<void> {
    await this.uow.run(actor, (tx) =>
      tx.sql('DELETE FROM calendar_feed WHERE community_id = $1 AND member_id = $2', [
        tx.communityId,
        actor.memberId,
      ]),
    );
  }

  /**
   * The calendar behind an address: days, hours, the kind of help, the municipality, a helper's first name.
   * Never an address, never who is cared for. @throws DomainError not-found
   */
  read(token: string): Promise<string> {
    return this.uow.run(systemActor(communityOfToken(token)), async (tx) => {
      const member = await findMember(tx, await this.hashOf(tx, token));
      if (!member) throw commonError('not-found');
      const community = await communityOf(tx);
      const visits = await visitsOf(tx, member.memberId, addMinutes(tx.now, -DAYS_BACK * DAY));
      const names = await givenNames(
        tx,
        this.codec,
        visits.flatMap(({ helperId }) => helperId ?? []),
      );
      return writeCalendar(languageOf(member.language, community.defaultLanguage), visits, {
        host: new URL(this.config.publicUrl).host,
        publicUrl: this.config.publicUrl,
        deskPhone: community.deskPhone,
        now: tx.now,
        nameOf: (memberId) => names.get(memberId),
      });
    });
  }

  private async hashOf(tx: Tx, token: string): Promise<Buffer> {
    return (await lastingHash(tx.sql, this.codec, 'calendar-feed'))(token);
  }
}

import { HoursService } from '#assignments';
import { communityOf, policiesToday, type Community } from '#communities';
import { systemActor, UnitOfWork, type Tx } from '#database';
import { givenNames, IdentityCodec, lastingHash, memberActor } from '#members';
import { addMinutes, commonError, DomainError } from '#platform';
import { Injectable } from '@nestjs/common';
import { communityOfToken, newLinkToken } from '../link-token.js';
import { loadSubject } from '../subjects.js';
import { languageOf, writeHoursPage, type HoursPageWords, type LanguageCode } from '../words.js';
import { findLink, type FoundLink } from './hours-link.queries.js';
import { standingOf, type LinkStanding } from './hours-link.rules.js';

const DAY_MINUTES = 1_440;

/** What the page behind the link shows: words alone, in the language of who was written to. */
export interface HoursPage extends HoursPageWords {
  readonly language: LanguageCode;
  readonly standing: LinkStanding;
}

/**
 * Confirming hours from a mail, without signing in: a link for one time entry and one member, good for nothing
 * else.
 */
@Injectable()
export class HoursLinkService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly hours: HoursService,
  ) {}

  /**
   * A new link's token; only its keyed hash is kept. It ends when silence would have confirmed.
   * Each mail has its own: one that is sent twice does not make the first useless.
   */
  issue(communityId: string, timeEntryId: string, memberId: string): Promise<string> {
    const token = newLinkToken(communityId);
    return this.uow.run(systemActor(communityId), async (tx) => {
      const { autoConfirmDays } = await policiesToday(tx);
      await tx.sql(
        `INSERT INTO hours_link (community_id, token_hash, time_entry_id, member_id, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [
          tx.communityId,
          await this.hashOf(tx, token),
          timeEntryId,
          memberId,
          tx.now,
          addMinutes(tx.now, autoConfirmDays * DAY_MINUTES),
        ],
      );
      return token;
    });
  }

  /** Changes nothing. @throws DomainError not-found for what is no such token */
  async describe(token: string, wanted?: string): Promise<HoursPage> {
    const communityId = communityOfToken(token);
    return this.uow.run(systemActor(communityId), async (tx) => {
      const link = await this.find(tx, token);
      return this.pageOf(tx, link, standingOf(link, tx.now), wanted);
    });
  }

  /**
   * Confirms as the member who was written to, by all the rules of hours; what is settled already stays as it is.
   * @throws DomainError not-found for what is no such token
   */
  async confirm(token: string, wanted?: string): Promise<HoursPage> {
    const communityId = communityOfToken(token);
    const { link, actor } = await this.uow.run(systemActor(communityId), async (tx) => {
      const found = await this.find(tx, token);
      const open = standingOf(found, tx.now) === 'open';
      return { link: found, actor: open ? await memberActor(tx, found.memberId) : undefined };
    });
    if (!actor) return this.describe(token, wanted);
    try {
      await this.hours.confirm(actor, link.timeEntryId);
    } catch (error) {
      // Another was quicker, or the member has no part in it any more: the page says how it stands.
      if (!(error instanceof DomainError) || error.status >= 500) throw error;
      const after = await this.describe(token, wanted);
      return after.standing === 'open' ? this.over(communityId, token, wanted) : after;
    }
    await this.uow.run(systemActor(communityId), async (tx) =>
      tx.sql(
        'UPDATE hours_link SET used_at = $3 WHERE community_id = $1 AND token_hash = $2 AND used_at IS NULL',
        [tx.communityId, await this.hashOf(tx, token), tx.now],
      ),
    );
    return this.describe(token, wanted);
  }

  private over(communityId: string, token: string, wanted?: string): Promise<HoursPage> {
    return this.uow.run(systemActor(communityId), async (tx) =>
      this.pageOf(tx, await this.find(tx, token), 'over', wanted),
    );
  }

  private async pageOf(
    tx: Tx,
    link: FoundLink,
    standing: LinkStanding,
    wanted: string | undefined,
  ): Promise<HoursPage> {
    const community: Community = await communityOf(tx);
    const language = languageOf(wanted ?? link.language, community.defaultLanguage);
    const subject = await loadSubject(tx, 'time-entry', link.timeEntryId, community.timeZone, {});
    if (!subject) throw commonError('not-found');
    const { helperId } = subject.values;
    const names = helperId ? await givenNames(tx, this.codec, [helperId]) : new Map<string, string>();
    const words = writeHoursPage(language, standing, subject.values, {
      timeZone: community.timeZone,
      community: community.name,
      deskPhone: community.deskPhone,
      helperName: helperId ? names.get(helperId) : undefined,
    });
    return { language, standing, ...words };
  }

  private async find(tx: Tx, token: string): Promise<FoundLink> {
    const link = await findLink(tx, await this.hashOf(tx, token));
    if (!link) throw commonError('not-found');
    return link;
  }

  private async hashOf(tx: Tx, token: string): Promise<Buffer> {
    return (await lastingHash(tx.sql, this.codec, 'hours-link'))(token);
  }
}

import { UnitOfWork, type Actor, type Tx } from '#database';
import { commonError, InvalidInput } from '#platform';
import { Injectable } from '@nestjs/common';
import { communityOf, policiesToday, type Community } from './community.js';

/** What an administrator may change of the community; the time zone and country are set when it is founded. */
export interface CommunityChange {
  readonly name?: string;
  readonly defaultLanguage?: string;
  readonly languages?: readonly string[];
  readonly deskPhone?: string;
  readonly deskEmail?: string;
}

/** The community as its members see it. */
export type CommunityView = Community & { readonly timebank: boolean };

@Injectable()
export class CommunityService {
  constructor(private readonly uow: UnitOfWork) {}

  readCommunity(actor: Actor): Promise<CommunityView> {
    return this.uow.run(actor, viewOf);
  }

  /** @throws DomainError stale-version; InvalidInput when the default language is not one of the languages. */
  editCommunity(actor: Actor, version: number, change: CommunityChange): Promise<CommunityView> {
    return this.uow.run(actor, async (tx) => {
      const next = { ...(await communityOf(tx)), ...change };
      if (!next.languages.includes(next.defaultLanguage)) {
        throw new InvalidInput([
          { field: 'defaultLanguage', message: 'defaultLanguage must be one of languages' },
        ]);
      }
      const changed = await tx.sql(
        `UPDATE community SET name = $3, default_language = $4, languages = $5, desk_phone = $6, desk_email = $7,
           version = version + 1 WHERE id = $1 AND version = $2 RETURNING id`,
        [
          tx.communityId,
          version,
          next.name,
          next.defaultLanguage,
          next.languages,
          next.deskPhone,
          next.deskEmail,
        ],
      );
      if (changed.length === 0) throw commonError('stale-version');
      return viewOf(tx);
    });
  }
}

async function viewOf(tx: Tx): Promise<CommunityView> {
  const { timebank } = await policiesToday(tx);
  return { ...(await communityOf(tx)), timebank };
}

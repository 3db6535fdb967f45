import { policiesToday } from '#communities';
import { UnitOfWork, type Actor, type Tx } from '#database';
import { commonError } from '#platform';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { requireNotLeft } from '../members/member.queries.js';
import { memberError } from '../members/members.errors.js';
import type { BrowserName, SystemName } from '../sign-in/device.rules.js';
import { endSessions, type SignedInActor } from '../sign-in/session.service.js';
import { beginChange, hasSecondFactor, sitsAtAnotherDesk, tellOfChange } from './factor-holder.js';
import { makeRecoveryCodes } from './recovery-codes.js';
import { provedLately } from './recent-proof.js';
import { secondFactorError } from './second-factor.errors.js';
import { isDemanded } from './second-factor.rules.js';

export interface OwnPasskey {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** Where it was made. */
  readonly browser: BrowserName | null;
  readonly system: SystemName | null;
}

export interface OwnFactors {
  readonly passkeys: readonly OwnPasskey[];
  readonly authenticator: { readonly createdAt: Date; readonly lastUsedAt: Date } | null;
  readonly recoveryCodesLeft: number;
  /** Their roles demand a second factor here. */
  readonly demanded: boolean;
  /** They may change them now, without proving again that it is them. */
  readonly recentlyProved: boolean;
}

/** The kinds a person can show, for the page that asks. */
export interface FactorKinds {
  readonly passkey: boolean;
  readonly authenticator: boolean;
  readonly recoveryCode: boolean;
}

const MOST_PASSKEYS_SHOWN = 50;

/** The second factors of a person: seen, removed, renewed by themselves; taken away by an administrator when they are lost. */
@Injectable()
export class FactorService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  async kinds(personId: string): Promise<FactorKinds> {
    const [row] = await this.uow.ofPerson(personId, (sql) =>
      sql<FactorKinds>(
        `SELECT EXISTS (SELECT FROM passkey WHERE person_id = $1) AS passkey,
           EXISTS (SELECT FROM authenticator WHERE person_id = $1 AND confirmed_at IS NOT NULL) AS authenticator,
           EXISTS (SELECT FROM recovery_code WHERE person_id = $1 AND used_at IS NULL) AS "recoveryCode"`,
        [personId],
      ),
    );
    return row!;
  }

  listOwn(actor: SignedInActor): Promise<OwnFactors> {
    return this.uow.run(actor, async (tx) => {
      const { personId } = actor;
      const passkeys = await tx.sql<OwnPasskey>(
        `SELECT id, created_at AS "createdAt", last_used_at AS "lastUsedAt", browser, system FROM passkey
         WHERE person_id = $1 ORDER BY id LIMIT ${MOST_PASSKEYS_SHOWN}`,
        [personId],
      );
      const [authenticator] = await tx.sql<{ createdAt: Date; lastUsedAt: Date }>(
        `SELECT created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM authenticator
         WHERE person_id = $1 AND confirmed_at IS NOT NULL`,
        [personId],
      );
      const [codes] = await tx.sql<{ left: number }>(
        'SELECT count(*)::int AS left FROM recovery_code WHERE person_id = $1 AND used_at IS NULL',
        [personId],
      );
      return {
        passkeys,
        authenticator: authenticator ?? null,
        recoveryCodesLeft: codes!.left,
        demanded: isDemanded(actor.roles, await policiesToday(tx)),
        recentlyProved: await provedLately(tx.sql, actor, tx.now),
      };
    });
  }

  /** New codes in the place of all earlier ones, shown this once. @throws DomainError no-second-factor */
  renewRecoveryCodes(actor: SignedInActor): Promise<string[]> {
    return this.uow.run(actor, async (tx) => {
      await beginChange(tx, actor);
      if (!(await hasSecondFactor(tx.sql, actor.personId))) throw secondFactorError('no-second-factor');
      return makeRecoveryCodes(tx, this.codec, actor.personId);
    });
  }

  /** @throws DomainError not-found, last-factor */
  removePasskey(actor: SignedInActor, passkeyId: string): Promise<void> {
    return this.remove(actor, 'passkey', 'id = $2', passkeyId);
  }

  /** @throws DomainError not-found, last-factor */
  removeAuthenticator(actor: SignedInActor): Promise<void> {
    return this.remove(actor, 'authenticator', '$2::uuid IS NULL AND confirmed_at IS NOT NULL', null);
  }

  /**
   * Takes all factors of a member away and ends their sessions, because they lost them: recorded, told to the member, and
   * never one's own. The next sign-in by mail sets up new ones. Factors guard every community of a person: of whoever sits
   * at another's desk they are taken by the operator alone, lest the desk of one opens the other.
   * @param actor an administrator, or the system for whoever operates the installation
   * @throws DomainError not-found, not-your-own, forbidden
   */
  async reset(actor: Actor, memberId: string, reason: string): Promise<void> {
    if (memberId === actor.memberId) throw memberError('not-your-own');
    const personId = await this.uow.run(actor, (tx) => personOf(tx, memberId));
    if (actor.memberId && personId && (await sitsAtAnotherDesk(this.uow, personId, actor.communityId))) {
      throw commonError('forbidden', 'Whoever operates the installation resets somebody of two desks.');
    }
    await this.uow.run(actor, async (tx) => {
      await requireNotLeft(tx, memberId);
      await tx.audit({ action: 'second-factor.reset', kind: 'member', ids: [memberId], reason });
      // Whoever has neither mail nor phone signs in nowhere.
      if (!personId) return;
      await tx.sql('SELECT forget_factors($1)', [personId]);
      await endSessions(tx.sql, tx.now, personId, null);
      await tellOfChange(tx, memberId, 'reset');
    });
  }

  private async remove(
    actor: SignedInActor,
    table: 'passkey' | 'authenticator',
    which: string,
    id: string | null,
  ): Promise<void> {
    await this.uow.run(actor, async (tx) => {
      const { personId, sessionId, memberId } = actor;
      await beginChange(tx, actor);
      const removed = await tx.sql(`DELETE FROM ${table} WHERE person_id = $1 AND ${which} RETURNING id`, [
        personId,
        id,
      ]);
      if (removed.length === 0) throw commonError('not-found');
      if (!(await hasSecondFactor(tx.sql, personId))) {
        if (isDemanded(actor.roles, await policiesToday(tx))) throw secondFactorError('last-factor');
        await tx.sql('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
      }
      await endSessions(tx.sql, tx.now, personId, sessionId);
      await tellOfChange(tx, memberId, 'removed');
    });
  }
}

/** @returns null for whoever signs in nowhere @throws DomainError not-found */
async function personOf(tx: Tx, memberId: string): Promise<string | null> {
  const [row] = await tx.sql<{ id: string | null }>(
    'SELECT person_id AS id FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  if (!row) throw commonError('not-found');
  return row.id;
}

import type { Policies } from '#communities';
import { tellEnded, UnitOfWork, type MemberActor, type Role, type Tx } from '#database';
import { addMinutes, newId } from '#platform';
import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { identityOfSession, linksOf } from '../identity-providers/identity-link-rows.js';
import { standingOf, type SecondFactorStanding } from '../second-factor/second-factor.rules.js';
import { requireRecordConsent } from '../privacy/record-choice.js';
import { newToken } from './challenge.js';
import type { BrowserName, Device, SystemName } from './device.rules.js';
import { noteDevice } from './known-device.js';
import { membershipsOf, type Membership } from './memberships.js';
import { signInError } from './sign-in.errors.js';

export const SESSION_DAYS = 30;
const IDLE_MINUTES = 14 * 24 * 60;
const MOST_SESSIONS = 100;

/** How somebody came in. A passkey counts as both factors; the demonstration's buttons too, and they are never in production. */
export type SignInWay = 'mail' | 'phone' | 'issuer' | 'passkey' | 'demonstration';
export type SecondFactorKind = 'passkey' | 'authenticator' | 'recovery-code' | 'issuer' | 'demonstration';

/** Whoever holds a session, with what is known of it. */
export type SignedInActor = MemberActor & {
  readonly sessionId: string;
  readonly secondFactor: SecondFactorStanding;
};

export interface SignedIn {
  readonly token: string;
  readonly actor: SignedInActor;
}

export interface Opening {
  readonly way: SignInWay;
  /** Proved along with signing in. */
  readonly secondFactor?: SecondFactorKind;
  /** The first community joined unless named. */
  readonly communityId?: string;
  /** The browser that asks; a new one is told to its person. */
  readonly device?: Device;
  /** Keyed hash of the issuer's identity that was proved. */
  readonly identity?: Buffer;
}

export interface OwnSession {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly way: SignInWay;
  readonly secondFactor: SecondFactorKind | null;
  readonly browser: BrowserName | null;
  readonly system: SystemName | null;
}

const sha256 = (value: string) => createHash('sha256').update(value).digest();

const BOTH_AT_ONCE: readonly SignInWay[] = ['passkey', 'demonstration'];

/** Sessions: an opaque token whose hash is kept, read at every request, ended by its owner, by time or by idleness. */
@Injectable()
export class SessionService {
  constructor(private readonly uow: UnitOfWork) {}

  /** Opens a session for a person. @throws DomainError sign-in-failed, no-such-membership, guardian-consents */
  async open(personId: string, opening: Opening): Promise<SignedIn> {
    const { way, device } = opening;
    const membership = await this.membershipOf(personId, opening.communityId);
    const secondFactor = opening.secondFactor ?? (BOTH_AT_ONCE.includes(way) ? way : null);
    const token = newToken();
    const { communityId, memberId } = membership;
    await this.uow.run({ communityId, memberId, personId, roles: [] }, async (tx) => {
      await requireRecordConsent(tx, memberId);
      await tx.sql(
        `INSERT INTO sign_in_session (id, token_hash, person_id, community_id, member_id, created_at, last_seen_at, expires_at,
           way, browser, system, second_factor, second_factor_at, identity_hash)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, CASE WHEN $11::text IS NOT NULL THEN $6::timestamptz END, $12)`,
        [
          newId(),
          sha256(token),
          personId,
          communityId,
          memberId,
          tx.now,
          addMinutes(tx.now, SESSION_DAYS * 1_440),
          way,
          device?.browser ?? null,
          device?.system ?? null,
          secondFactor,
          opening.identity ?? null,
        ],
      );
      if (device) await noteDevice(tx, personId, memberId, device.token);
    });
    return this.opened(token);
  }

  /** The member behind a session token, with their roles of this moment; undefined when there is none. */
  async resolve(token: string): Promise<SignedInActor | undefined> {
    const [row] = await this.uow.single<{
      session_id: string;
      person_id: string;
      community_id: string;
      member_id: string;
      roles: Role[];
      second_factor_at: Date | null;
      enrolled: boolean | null;
      demanded: Partial<Policies> | null;
    }>('SELECT * FROM resolve_session($1, $2, $3)', (now) => [sha256(token), now, IDLE_MINUTES]);
    if (!row) return undefined;
    const { roles, second_factor_at: passedAt } = row;
    return {
      sessionId: row.session_id,
      personId: row.person_id,
      communityId: row.community_id,
      memberId: row.member_id,
      roles,
      secondFactor: standingOf({
        passedAt,
        enrolled: row.enrolled ?? false,
        roles,
        policies: row.demanded ?? {},
      }),
    };
  }

  /** Where the session may go on, the first joined first: with an issuer's identity only where it is confirmed. */
  async membershipsWithin({ personId, sessionId }: SignedInActor): Promise<Membership[]> {
    return this.uow.ofPerson(personId, async (sql) => {
      const memberships = await membershipsOf(sql, personId);
      const identity = await identityOfSession(sql, sessionId);
      if (!identity) return memberships;
      const links = await linksOf(sql, identity);
      return memberships.filter(({ memberId }) =>
        links.some((link) => link.state === 'confirmed' && link.memberId === memberId),
      );
    });
  }

  /** Moves the signed-in person to another of their communities, under a new token. @throws DomainError no-such-membership, guardian-consents */
  async switchCommunity(actor: SignedInActor, communityId: string): Promise<SignedIn> {
    const { personId, sessionId } = actor;
    const membership = (await this.membershipsWithin(actor)).find((one) => one.communityId === communityId);
    if (!membership) throw signInError('no-such-membership');
    await this.uow.run({ ...actor, ...membership, roles: [] }, (tx) =>
      requireRecordConsent(tx, membership.memberId),
    );
    const token = newToken();
    const moved = await this.uow.ofPerson(personId, (sql) =>
      sql(
        `UPDATE sign_in_session SET token_hash = $3, community_id = $4, member_id = $5
         WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING id`,
        [sessionId, personId, sha256(token), communityId, membership.memberId],
      ),
    );
    if (moved.length === 0) throw signInError('sign-in-failed');
    return this.opened(token);
  }

  async list(personId: string): Promise<OwnSession[]> {
    return this.uow.ofPerson(personId, (sql, now) =>
      sql<OwnSession>(
        `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", way, browser, system,
           second_factor AS "secondFactor" FROM sign_in_session
         WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC LIMIT ${MOST_SESSIONS}`,
        [personId, now],
      ),
    );
  }

  /** Ends one of the person's sessions; another person's is left alone. @returns whether there was one */
  async revoke(personId: string, sessionId: string): Promise<boolean> {
    return this.uow.ofPerson(personId, async (sql, now) => {
      const rows = await sql<EndedSession>(
        `UPDATE sign_in_session SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL
         RETURNING id, community_id AS "communityId"`,
        [sessionId, personId, now],
      );
      await tellEnded(sql, rows);
      return rows.length === 1;
    });
  }

  /** Ends all sessions of the person but this one. */
  revokeOthers({ personId, sessionId }: SignedInActor): Promise<void> {
    return this.uow.ofPerson(personId, (sql, now) => endSessions(sql, now, personId, sessionId));
  }

  /** The session behind a token that was just written. */
  async opened(token: string): Promise<SignedIn> {
    const actor = await this.resolve(token);
    if (!actor) throw signInError('sign-in-failed');
    return { token, actor };
  }

  private async membershipOf(personId: string, communityId: string | undefined): Promise<Membership> {
    const memberships = await this.uow.ofPerson(personId, (sql) => membershipsOf(sql, personId));
    const membership = communityId
      ? memberships.find((one) => one.communityId === communityId)
      : memberships[0];
    if (!membership) throw signInError(communityId ? 'no-such-membership' : 'sign-in-failed');
    return membership;
  }
}

interface EndedSession {
  readonly id: string;
  readonly communityId: string;
}

/** Ends the sessions of a person in the caller's transaction: what was opened in a way that is gone may be somebody else's. */
export async function endSessions(
  sql: Tx['sql'],
  now: Date,
  personId: string,
  exceptId: string | null,
): Promise<void> {
  const rows = await sql<EndedSession>(
    'SELECT id, community_id AS "communityId" FROM end_sessions($1, $2, $3)',
    [personId, exceptId, now],
  );
  await tellEnded(sql, rows);
}

/** Ends all sessions of the person whom a member of the running community is. */
export async function endSessionsOfMember(tx: Tx, memberId: string): Promise<void> {
  const [row] = await tx.sql<{ personId: string | null }>(
    'SELECT person_id AS "personId" FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  if (row?.personId) await endSessions(tx.sql, tx.now, row.personId, null);
}

/** Notes in the caller's transaction that the person of a session typed a code sent to them. @returns its new token */
export function noteProof(sql: Tx['sql'], session: OwnedSession, now: Date): Promise<string> {
  return renew(sql, session, 'proved_at = $4', [now]);
}

/** Notes in the caller's transaction that a session has shown a second factor. @returns its new token */
export function passSecondFactor(
  sql: Tx['sql'],
  session: OwnedSession,
  kind: SecondFactorKind,
  now: Date,
): Promise<string> {
  return renew(sql, session, 'second_factor = $4, second_factor_at = $5', [kind, now]);
}

interface OwnedSession {
  readonly sessionId: string;
  readonly personId: string;
}

async function renew(
  sql: Tx['sql'],
  { sessionId, personId }: OwnedSession,
  noting: string,
  values: readonly unknown[],
): Promise<string> {
  const token = newToken();
  const rows = await sql(
    `UPDATE sign_in_session SET token_hash = $3, ${noting} WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL RETURNING id`,
    [sessionId, personId, sha256(token), ...values],
  );
  if (rows.length === 0) throw signInError('sign-in-failed');
  return token;
}

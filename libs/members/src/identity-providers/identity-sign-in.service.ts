import { systemActor, UnitOfWork, type MemberActor, type Tx } from '#database';
import { InvalidInput, type OidcIssuer } from '#platform';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { lastingHash } from '../identity/lasting-hash.js';
import { signInError } from '../sign-in/sign-in.errors.js';
import { newToken } from '../sign-in/challenge.js';
import { everyone, passesLimit, QUARTER_HOUR_SECONDS } from '../sign-in/hits.js';
import type { Device } from '../sign-in/device.rules.js';
import { membershipsOf, type Membership } from '../sign-in/memberships.js';
import {
  SessionService,
  type Opening,
  type SignedIn,
  type SignedInActor,
} from '../sign-in/session.service.js';
import { keepAttempt, secretsOf, useAttempt } from './identity-attempt.js';
import { identityError } from './identity.errors.js';
import { askForLink, linksOf, type LinkOfIdentity, type MatchedBy } from './identity-link-rows.js';
import { reaches, type ClaimedIdentity } from './identity.rules.js';
import { IssuerClient, type IssuerAnswer, type ProvenIdentity } from './issuer-client.js';

const ATTEMPTS_OF_CLIENT_PER_QUARTER_HOUR = 60;
const ALL_ATTEMPTS_PER_QUARTER_HOUR = 5_000;

/** What came of signing in at an issuer; in all cases but the first nobody is signed in by it. */
export type IdentityOutcome =
  | { readonly outcome: 'signed-in'; readonly signedIn: SignedIn }
  /** `asked`: the desk decides; `refused`: it has; `unknown`: no member matches; `linked`: it was confirmed before. */
  | { readonly outcome: 'asked' | 'refused' | 'unknown' | 'linked' };

interface Match {
  readonly personId: string;
  readonly matchedBy: MatchedBy;
}

/** Signing in through an issuer. An identity that is not known yet takes over nobody: it asks, and the desk decides. */
@Injectable()
export class IdentitySignInService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly client: IssuerClient,
    private readonly sessions: SessionService,
  ) {}

  get issuers(): readonly OidcIssuer[] {
    return this.client.issuers;
  }

  /**
   * Begins an attempt that this browser alone can end. @returns where the browser goes
   * @param sessionId set when somebody who is signed in links an identity
   * @throws DomainError not-found, too-many-attempts, provider-unreachable
   */
  async start(
    provider: string,
    browser: { readonly token: string; readonly clientAddress: string },
    sessionId?: string,
  ): Promise<string> {
    const issuer = this.client.issuerOf(provider);
    const state = newToken();
    await this.uow.tenantless('sign-in', async (sql, now) => {
      const seconds = QUARTER_HOUR_SECONDS;
      const limits = [
        {
          key: this.codec.hash('identity client', browser.clientAddress),
          most: ATTEMPTS_OF_CLIENT_PER_QUARTER_HOUR,
          seconds,
        },
        { key: everyone('every identity attempt'), most: ALL_ATTEMPTS_PER_QUARTER_HOUR, seconds },
      ];
      if (await passesLimit(sql, now, limits)) throw identityError('too-many-attempts');
      await keepAttempt(sql, this.codec, now, { provider, state, browserToken: browser.token, sessionId });
    });
    return this.client.begin(issuer, secretsOf(this.codec, state));
  }

  /**
   * Takes what the browser brought back from the issuer.
   * @throws InvalidInput when it says neither or both that it worked and that it did not
   * @throws DomainError not-found, sign-in-failed, sign-in-other-browser, provider-refused, provider-unreachable, level-too-low, too-many-links
   */
  async finish(
    provider: string,
    answer: IssuerAnswer,
    browser: { readonly token: string | undefined; readonly device: Device },
    actor: SignedInActor | undefined,
  ): Promise<IdentityOutcome> {
    const issuer = this.client.issuerOf(provider);
    const { state, code, error } = answer;
    if ((code === undefined) === (error === undefined)) {
      throw new InvalidInput([{ field: 'code', message: 'Send either code or error' }]);
    }
    const sessionId = await this.uow.tenantless('sign-in', (sql, now) =>
      useAttempt(sql, this.codec, now, { provider, state, browserToken: browser.token }),
    );
    const proven = await this.client.finish(issuer, answer, secretsOf(this.codec, state));
    const { hash, links } = await this.uow.tenantless('sign-in', async (sql) => {
      const known = (await lastingHash(sql, this.codec, 'identity'))(
        JSON.stringify([issuer.issuer, proven.subject]),
      );
      return { hash: known, links: await linksOf(sql, known) };
    });
    if (sessionId) {
      // Whoever left to link an identity must still be signed in, in the same session.
      if (actor?.sessionId !== sessionId) throw signInError('sign-in-failed');
      return this.link(actor, { provider, hash }, links, proven);
    }
    const level = issuer.acr;
    const isSecondFactor =
      level?.secondFactor !== undefined && reaches(level.levels, level.secondFactor, proven.acr);
    const opening = {
      way: 'issuer',
      secondFactor: isSecondFactor ? 'issuer' : undefined,
      device: browser.device,
      identity: hash,
    } as const;
    return (await this.enter(links, opening)) ?? (await this.ask({ provider, hash }, links, proven));
  }

  private async link(
    actor: MemberActor,
    identity: { provider: string; hash: Buffer },
    links: readonly LinkOfIdentity[],
    proven: ProvenIdentity,
  ): Promise<IdentityOutcome> {
    const here = links.find((it) => it.communityId === actor.communityId && it.state === 'confirmed');
    if (here) {
      if (here.memberId !== actor.memberId) throw identityError('identity-linked-elsewhere');
      return { outcome: 'linked' };
    }
    const claimed = await proven.claims();
    await this.uow.run(actor, (tx) =>
      askForLink(tx, this.codec, actor.memberId, { ...identity, matchedBy: 'session' }, claimed),
    );
    return { outcome: 'asked' };
  }

  /** Into the first community where the identity is confirmed for somebody who may enter. */
  private async enter(
    links: readonly LinkOfIdentity[],
    opening: Opening,
  ): Promise<IdentityOutcome | undefined> {
    for (const { communityId, memberId } of links.filter(({ state }) => state === 'confirmed')) {
      const personId = await this.uow.run(systemActor(communityId), (tx) => personOf(tx, memberId));
      if (!personId) continue;
      return {
        outcome: 'signed-in',
        signedIn: await this.sessions.open(personId, { ...opening, communityId }),
      };
    }
    return undefined;
  }

  /** An identity that nobody knows: where a verified address is a member's, their desk is asked. */
  private async ask(
    identity: { provider: string; hash: Buffer },
    links: readonly LinkOfIdentity[],
    proven: ProvenIdentity,
  ): Promise<IdentityOutcome> {
    const claimed = await proven.claims();
    const match = await this.uow.tenantless('sign-in', (sql) => this.match(sql, claimed));
    if (!match) return { outcome: 'unknown' };
    const { personId, matchedBy } = match;
    const all = await this.uow.ofPerson(personId, (sql) => membershipsOf(sql, personId));
    const isRefused = ({ communityId, memberId }: Membership) =>
      links.some(
        (it) => it.state === 'refused' && it.communityId === communityId && it.memberId === memberId,
      );
    const open = all.filter((membership) => !isRefused(membership));
    for (const { communityId, memberId } of open) {
      await this.uow.run(systemActor(communityId), (tx) =>
        askForLink(tx, this.codec, memberId, { ...identity, matchedBy }, claimed),
      );
    }
    if (open.length > 0) return { outcome: 'asked' };
    return { outcome: all.length > 0 ? 'refused' : 'unknown' };
  }

  private async match(sql: Tx['sql'], { email, phone }: ClaimedIdentity): Promise<Match | undefined> {
    for (const [address, column, matchedBy] of [
      [email, 'email_index', 'e-mail'],
      [phone, 'phone_index', 'phone'],
    ] as const) {
      if (!address) continue;
      const [person] = await sql<{ id: string }>(`SELECT id FROM person WHERE ${column} = $1`, [
        this.codec.index('person', address),
      ]);
      if (person) return { personId: person.id, matchedBy };
    }
    return undefined;
  }
}

async function personOf(tx: Tx, memberId: string): Promise<string | undefined> {
  const [row] = await tx.sql<{ personId: string | null }>(
    `SELECT person_id AS "personId" FROM member WHERE community_id = $1 AND id = $2 AND state = 'active'`,
    [tx.communityId, memberId],
  );
  return row?.personId ?? undefined;
}

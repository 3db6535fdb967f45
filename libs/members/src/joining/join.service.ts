import { systemActor, UnitOfWork, type Tx } from '#database';
import { addMinutes, CONFIG, InvalidInput, LOGGER, newId, type Config, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { normaliseEmail, normalisePhone } from '../identity/contact.rules.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { memberWithAddress } from '../identity/member-identity.js';
import { CHALLENGE_MINUTES, newCode } from '../sign-in/challenge.js';
import { servedPhone } from '../sign-in/served-phone.rules.js';
import { adultOnOf, type AgeFacts } from '../minors/age.js';
import { lockOpenInvitation, useInvitation } from './invitation-rows.js';
import { limitCodes, limitLooks, noteSent } from './join.limits.js';
import { JoinMessenger, type JoinContact, type JoinMessage } from './join-messenger.js';
import { joinRequestMachine } from './join-request.machine.js';
import { insertJoinRequest, writeJoinRequest, type Consent, type JoinRequest } from './join-request-rows.js';
import {
  checkFacts,
  countriesFor,
  doorOf,
  findInvitation,
  openDoors,
  targetOf,
  type JoinDoor,
  type JoinTarget,
} from './join-target.js';
import { joiningError } from './joining.errors.js';

/** What somebody says of themselves, or of whom they propose. */
export interface JoinFacts extends AgeFacts {
  /** A link's secret or a typed code; left out, the community's own door is meant. */
  readonly invitation?: string;
  readonly communityId?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly roles?: JoinRequest['roles'];
  readonly municipalityId?: string;
  readonly language: string;
  readonly note?: string;
  readonly noticeVersion: number;
}

export interface ProposedFacts extends JoinFacts {
  readonly invitation: string;
  readonly proposer: string;
  readonly consent: Consent;
}

/** Where the code that was sent is handed in. */
export interface StartedJoin {
  readonly communityId: string;
  readonly id: string;
}

/** From where somebody asks: the browser's secret and the network address. Hashes of both are kept, no more. */
export interface AskingBrowser {
  readonly browser: string;
  readonly client: string;
}

/** Joining, for people who are nobody here yet. Nothing it answers tells whether an address belongs to a member. */
@Injectable()
export class JoinService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly messenger: JoinMessenger,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The communities where people may register by themselves. */
  doors(): Promise<JoinDoor[]> {
    return openDoors(this.uow, this.codec);
  }

  /** What an invitation is for. Looking uses nothing up. @throws DomainError invitation-over, too-many-tries */
  async look(invitation: string, client: string): Promise<JoinDoor> {
    await limitLooks(this.uow, this.codec, client);
    const { communityId, invitationId } = await findInvitation(this.uow, this.codec, invitation);
    return this.uow.run(systemActor(communityId), async (tx) =>
      doorOf(tx, await targetOf(tx, this.codec, invitationId)),
    );
  }

  /**
   * Takes what somebody says of themselves and sends a code to the address they give, or to the invitation's own.
   * @throws DomainError invitation-over, registration-closed, stale-notice, age-missing, too-young, contact-missing,
   * phone-not-served, too-many-tries; InvalidInput
   */
  async start(facts: JoinFacts, { browser, client }: AskingBrowser): Promise<StartedJoin> {
    await limitLooks(this.uow, this.codec, client);
    const { communityId, invitationId } = await this.findTarget(facts);
    const code = newCode();
    const made = await this.uow.run(systemActor(communityId), async (tx) => {
      const target = await targetOf(tx, this.codec, invitationId);
      if (target.invitation?.kind === 'refer') throw joiningError('invitation-over');
      await checkFacts(tx, target, facts);
      const contact = await this.contactOf(tx, target, facts);
      await limitCodes(tx, this.codec, { contact, client, smsADay: this.config.smsCodesADay });
      const message = await this.answerTo(tx, target, contact, code);
      const id = newId();
      const request = requestOf(id, target, facts, contact);
      const helps = target.invitation?.kind !== 'claim' && request.roles.includes('helper');
      await insertJoinRequest(tx, this.codec, {
        ...request,
        adultOn: helps ? await adultOnOf(tx, facts) : undefined,
        proof: {
          codeHash: this.codec.hash('join-code', code),
          browserHash: this.codec.hash('browser', browser),
          expiresAt: addMinutes(tx.now, CHALLENGE_MINUTES),
        },
      });
      await noteSent(tx, contact);
      return { id, contact, message, community: target.community };
    });
    // Not awaited: the time a server takes would tell which of the letters it was.
    this.messenger
      .send(made.contact, made.message, made.community, facts.language)
      .catch((error: Error) =>
        this.logger.error({ err: error.message }, 'a code for joining could not be sent'),
      );
    return { communityId, id: made.id };
  }

  /**
   * Proposes a family by an organisation's link: it waits for the desk, whoever it is.
   * @throws DomainError invitation-over, stale-notice, too-many-tries; InvalidInput
   */
  async propose(facts: ProposedFacts, client: string): Promise<void> {
    await limitLooks(this.uow, this.codec, client);
    const { communityId, invitationId } = await findInvitation(this.uow, this.codec, facts.invitation);
    await this.uow.run(systemActor(communityId), async (tx) => {
      const target = await targetOf(tx, this.codec, invitationId);
      if (target.invitation?.kind !== 'refer') throw joiningError('invitation-over');
      await checkFacts(tx, target, facts);
      await useInvitation(tx, await lockOpenInvitation(tx, invitationId));
      const { country } = target.community;
      const contact = {
        email: facts.email ? normaliseEmail(facts.email) : null,
        phone: facts.phone ? normalisePhone(facts.phone, country) : null,
      };
      const id = newId();
      await insertJoinRequest(tx, this.codec, {
        ...requestOf(id, target, facts, contact),
        origin: 'referral',
        proposer: facts.proposer,
        consent: facts.consent,
        proof: null,
      });
      const state = await tx.step(joinRequestMachine, { id, state: 'started' }, 'propose', { as: 'system' });
      await writeJoinRequest(tx, id, state);
    });
  }

  private async findTarget(
    facts: JoinFacts,
  ): Promise<{ readonly communityId: string; readonly invitationId: string | undefined }> {
    if (facts.invitation !== undefined) return findInvitation(this.uow, this.codec, facts.invitation);
    if (facts.communityId !== undefined) return { communityId: facts.communityId, invitationId: undefined };
    throw new InvalidInput([{ field: 'invitation', message: 'Send either invitation or communityId' }]);
  }

  /** The invitation's own address counts, whatever is typed: a link that was passed on opens with it alone. */
  private async contactOf(tx: Tx, { invitation }: JoinTarget, facts: JoinFacts): Promise<JoinContact> {
    const email = invitation?.email ?? (invitation?.phone ? undefined : facts.email);
    const phone = invitation?.phone ?? facts.phone;
    if (email) return { email: normaliseEmail(email), phone: null };
    if (!phone) throw joiningError('contact-missing');
    return { email: null, phone: servedPhone(phone, await countriesFor(tx, this.config.smsCountries)) };
  }

  private async answerTo(
    tx: Tx,
    { invitation }: JoinTarget,
    contact: JoinContact,
    code: string,
  ): Promise<JoinMessage> {
    const known = await memberWithAddress(tx, this.codec, contact, invitation?.memberId);
    const index = this.codec.index(`joining:${tx.communityId}`, contact.email ?? contact.phone!);
    const waiting = await tx.sql(
      `SELECT 1 FROM join_request WHERE community_id = $1 AND contact_index = $2 AND state = 'waiting'`,
      [tx.communityId, index],
    );
    if (known) return { kind: 'known' };
    return waiting.length > 0 ? { kind: 'waits' } : { kind: 'code', code };
  }
}

function requestOf(id: string, { invitation }: JoinTarget, facts: JoinFacts, contact: JoinContact) {
  const names: Pick<JoinFacts, 'givenName' | 'familyName'> = invitation?.kind === 'claim' ? {} : facts;
  const missing = (['givenName', 'familyName'] as const).filter((name) => !names[name]);
  if (invitation?.kind !== 'claim' && missing.length > 0) {
    throw new InvalidInput(missing.map((field) => ({ field, message: `${field} is missing` })));
  }
  return {
    id,
    origin: invitation ? ('invitation' as const) : ('registration' as const),
    invitationId: invitation?.id ?? null,
    givenName: names.givenName ?? '',
    familyName: names.familyName ?? '',
    ...contact,
    roles: invitation?.role ? [invitation.role] : [...(facts.roles ?? ['family' as const])],
    municipalityId: facts.municipalityId ?? null,
    language: facts.language,
    note: facts.note ?? null,
    noticeVersion: facts.noticeVersion,
    organisationId: invitation?.organisationId ?? null,
    proposer: null,
    consent: null,
  };
}

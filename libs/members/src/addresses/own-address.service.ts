import { communityOf, type Community } from '#communities';
import { UnitOfWork, type Tx } from '#database';
import { commonError, CONFIG, LOGGER, shownPhone, type Config, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { normaliseEmail } from '../identity/contact.rules.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf, memberWithAddress } from '../identity/member-identity.js';
import { JoinMessenger, type JoinContact } from '../joining/join-messenger.js';
import { countriesFor } from '../joining/join-target.js';
import { limitCodes, noteSent } from '../joining/join.limits.js';
import { joiningError } from '../joining/joining.errors.js';
import { newCode } from '../sign-in/challenge.js';
import { passesLimit, QUARTER_HOUR_SECONDS } from '../sign-in/hits.js';
import { servedPhone } from '../sign-in/served-phone.rules.js';
import type { SignedInActor } from '../sign-in/session.service.js';
import { signInError } from '../sign-in/sign-in.errors.js';
import {
  ADDRESS_KINDS,
  keepWanted,
  FIELD,
  lockPerson,
  settleAddress,
  takeCode,
  type AddressKind,
  type Wanted,
} from './address-change-rows.js';
import { addressError } from './address.errors.js';

/** An e-mail address or a phone of one's own, and whether one signs in with it: a phone may be there to be called alone. */
export interface OwnAddress {
  readonly kind: AddressKind;
  readonly address: string;
  readonly signsIn: boolean;
}

/** One of the two. */
export interface GivenAddress {
  readonly email?: string;
  readonly phone?: string;
}

const CODES_PER_QUARTER_HOUR = 5;
const OTHER = { 'e-mail': 'phone', phone: 'e-mail' } as const;

/**
 * What a person signs in with: an e-mail address, a phone, or both, each proven by a code sent to it before it counts.
 * Nothing here tells whether an address is somebody's.
 */
@Injectable()
export class OwnAddressService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly messenger: JoinMessenger,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  list({ memberId, personId, ...actor }: SignedInActor): Promise<OwnAddress[]> {
    return this.uow.run({ memberId, personId, ...actor }, async (tx) => {
      const identity = (await identitiesOf(tx, this.codec, [memberId])).get(memberId);
      const [opens] = await tx.sql<Record<AddressKind, Buffer | null>>(
        'SELECT email_index AS "e-mail", phone_index AS phone FROM person WHERE id = $1',
        [personId],
      );
      return ADDRESS_KINDS.flatMap((kind) => {
        const address = identity?.[FIELD[kind]];
        if (!address) return [];
        const signsIn = opens?.[kind]?.equals(this.codec.index('person', address)) ?? false;
        return [{ kind, address: kind === 'phone' ? shownPhone(address) : address, signsIn }];
      });
    });
  }

  /**
   * Sends a code to the address; to one that is somebody's a letter that says so, under the same answer.
   * @param clientAddress the network address that asks; only its keyed hash is stored
   * @throws DomainError too-many-tries, phone-not-served, no-short-messages; InvalidInput
   */
  async begin(
    actor: SignedInActor,
    given: GivenAddress,
    language: string,
    clientAddress: string,
  ): Promise<void> {
    const code = newCode();
    const letter = await this.uow.run(actor, async (tx) => {
      const wanted = await this.wantedOf(tx, given);
      const contact = contactOf(wanted);
      await this.limit(tx, actor, contact, clientAddress);
      const taken = await this.isTaken(tx, actor, wanted);
      await keepWanted(tx, this.codec, actor, wanted, code);
      await noteSent(tx, contact);
      const community: Community = await communityOf(tx);
      return { contact, community, message: taken ? TAKEN : ({ kind: 'address-code', code } as const) };
    });
    // Not awaited: the time a server takes would tell which of the letters it was.
    this.messenger
      .send(letter.contact, letter.message, letter.community, language)
      .catch((error: Error) =>
        this.logger.error({ err: error.message }, 'a code for an address could not be sent'),
      );
  }

  /** The code proves the address: one signs in with it from now on. @throws DomainError address-code-wrong; InvalidInput */
  async confirm(actor: SignedInActor, given: GivenAddress, code: string): Promise<void> {
    // A wrong code is counted in a committed transaction, so that the error cannot take the count back.
    const done = await this.uow.run(actor, async (tx) => {
      const wanted = await this.wantedOf(tx, given);
      const changeId = await takeCode(tx, this.codec, actor, wanted, code);
      if (!changeId || (await this.isTaken(tx, actor, wanted))) return false;
      await settleAddress(tx, this.codec, actor, { ...wanted, changeId });
      return true;
    });
    if (!done) throw addressError('address-code-wrong');
  }

  /** Takes an address off one's record; the one that is left opens the door. @throws DomainError not-found, last-address */
  remove(actor: SignedInActor, kind: AddressKind): Promise<void> {
    return this.uow.run(actor, async (tx) => {
      const opens = await lockPerson(tx, actor.personId);
      const identity = (await identitiesOf(tx, this.codec, [actor.memberId])).get(actor.memberId);
      if (!identity?.[FIELD[kind]]) throw commonError('not-found');
      if (!opens[OTHER[kind]]) throw addressError('last-address');
      await settleAddress(tx, this.codec, actor, { kind, address: null });
    });
  }

  private async wantedOf(tx: Tx, { email, phone }: GivenAddress): Promise<Wanted> {
    if (email !== undefined) return { kind: 'e-mail', address: normaliseEmail(email) };
    if (!this.config.smsUrl) throw signInError('no-short-messages');
    return {
      kind: 'phone',
      address: servedPhone(phone ?? '', await countriesFor(tx, this.config.smsCountries)),
    };
  }

  private async limit(tx: Tx, actor: SignedInActor, contact: JoinContact, client: string): Promise<void> {
    const key = this.codec.hash('addresses-of', actor.personId);
    const own = { key, most: CODES_PER_QUARTER_HOUR, seconds: QUARTER_HOUR_SECONDS };
    if (await passesLimit(tx.sql, tx.now, [own])) throw joiningError('too-many-tries');
    await limitCodes(tx, this.codec, { contact, client, smsADay: this.config.smsCodesADay });
  }

  /** Another person signs in with it, or it stands on another member's record: a shared phone belongs to neither. */
  private async isTaken(tx: Tx, { personId, memberId }: SignedInActor, wanted: Wanted): Promise<boolean> {
    const index = this.codec.index('person', wanted.address);
    const [another] = await tx.sql<{ signsIn: boolean }>(
      'SELECT is_address_of_another($1, $2, $3) AS "signsIn"',
      wanted.kind === 'e-mail' ? [index, null, personId] : [null, index, personId],
    );
    const known = await memberWithAddress(tx, this.codec, contactOf(wanted), memberId);
    return another!.signsIn || known !== undefined;
  }
}

const TAKEN = { kind: 'address-taken' } as const;

const contactOf = ({ kind, address }: Wanted): JoinContact => ({
  email: kind === 'e-mail' ? address : null,
  phone: kind === 'phone' ? address : null,
});

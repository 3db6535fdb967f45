import { communityOf } from '#communities';
import { systemActor, UnitOfWork, type Tx } from '#database';
import { Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { identitiesOf, memberWithAddress } from '../identity/member-identity.js';
import { JoinMessenger, type JoinContact } from '../joining/join-messenger.js';
import { membershipsOf, type Membership } from '../sign-in/memberships.js';
import { FIELD, writeAddress, type AddressKind } from './address-change-rows.js';

interface Change {
  readonly memberId: string;
  readonly personId: string | null;
  readonly kind: AddressKind;
  /** What is on the record now; null when it was removed. */
  readonly address: string | null;
  readonly former: JoinContact;
  readonly language: string;
}

/** What follows a change of address: the person's records elsewhere, and a letter to the address they had. */
@Injectable()
export class AddressChangesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly messenger: JoinMessenger,
  ) {}

  /**
   * No transaction is open while the letter leaves. It may come twice when a process dies, and never not at all: the
   * former address is kept until then, and no longer.
   */
  async follow(communityId: string, id: string): Promise<void> {
    const found = await this.uow.run(systemActor(communityId), async (tx) => {
      const change = await this.find(tx, id);
      return change && { change, community: await communityOf(tx) };
    });
    if (!found) return;
    const { change, community } = found;
    await this.carryOver(communityId, change);
    const to = warned(change);
    if (to.email || to.phone) {
      await this.messenger
        .send(to, { kind: 'address-changed' }, community, change.language)
        .catch((error: { permanent?: boolean }) => {
          if (error.permanent === false) throw error;
        });
    }
    await this.uow.run(systemActor(communityId), (tx) =>
      tx.sql('DELETE FROM address_change WHERE community_id = $1 AND id = $2', [communityId, id]),
    );
  }

  private async find(tx: Tx, id: string): Promise<Change | undefined> {
    const [row] = await tx.sql<{
      memberId: string;
      personId: string | null;
      kind: AddressKind;
      language: string;
      email: Buffer | null;
      phone: Buffer | null;
    }>(
      `SELECT c.member_id AS "memberId", m.person_id AS "personId", c.kind, m.language, c.former_email_sealed AS email,
         c.former_phone_sealed AS phone
       FROM address_change c JOIN member m ON m.community_id = c.community_id AND m.id = c.member_id
       WHERE c.community_id = $1 AND c.id = $2 AND c.done_at IS NOT NULL`,
      [tx.communityId, id],
    );
    if (!row) return undefined;
    const { memberId, personId, kind, language } = row;
    const open = (field: 'email' | 'phone') =>
      this.codec.openOptional(tx.communityId, `address_change.former_${field}`, id, row[field]);
    const identity = (await identitiesOf(tx, this.codec, [memberId])).get(memberId);
    const former = { email: open('email'), phone: open('phone') };
    return { memberId, personId, kind, language, address: identity?.[FIELD[kind]] ?? null, former };
  }

  /** Where the person's record in another community holds the former address, it holds the new one. */
  private async carryOver(communityId: string, change: Change): Promise<void> {
    const { personId, former, kind } = change;
    if (!personId || !former[FIELD[kind]]) return;
    const all = await this.uow.ofPerson(personId, (sql) => membershipsOf(sql, personId));
    for (const other of all.filter((one) => one.communityId !== communityId)) {
      await this.uow.run(systemActor(other.communityId), (tx) => this.carryTo(tx, other, change));
    }
  }

  private async carryTo(tx: Tx, { memberId }: Membership, { kind, address, former }: Change): Promise<void> {
    const identity = (await identitiesOf(tx, this.codec, [memberId])).get(memberId);
    if (!identity || identity[FIELD[kind]] !== former[FIELD[kind]]) return;
    const contact = { email: null, phone: null, [FIELD[kind]]: address };
    // Somebody there has the address already: their desk sorts it out.
    if (address && (await memberWithAddress(tx, this.codec, contact, memberId))) return;
    await writeAddress(tx, this.codec, memberId, identity, { kind, address });
    await tx.audit({ action: 'member.change-address', kind: 'member', ids: [memberId] });
  }
}

/** The address that was replaced or removed; where one was added, or only proven, the other one. */
function warned({ kind, former, address }: Change): JoinContact {
  const { email, phone } = former;
  const isGone = former[FIELD[kind]] !== null && former[FIELD[kind]] !== address;
  const toMail = isGone ? kind === 'e-mail' : kind === 'phone';
  return toMail ? { email, phone: null } : { email: null, phone };
}

import { systemActor, UnitOfWork, type Tx } from '#database';
import { Injectable } from '@nestjs/common';
import { soundsLikeSomebody } from './alike.queries.js';
import { claimRecord } from './claim-record.js';
import { IdentityCodec } from '../identity/identity-codec.js';
import { enterMember } from '../members/enter-member.js';
import { MOST_FAILURES } from '../sign-in/challenge.js';
import { lockOpenInvitation, useInvitation, type InvitationRow } from './invitation-rows.js';
import { joinRequestMachine } from './join-request.machine.js';
import {
  JOIN_REQUEST_COLUMNS,
  openJoinRequest,
  writeJoinRequest,
  type JoinRequest,
  type JoinRequestRow,
} from './join-request-rows.js';
import type { StartedJoin } from './join.service.js';
import { joiningError } from './joining.errors.js';

/** Who has joined may sign in; who waits hears from the desk. */
export type Proven =
  | { readonly joined: true; readonly personId: string; readonly way: 'mail' | 'phone' }
  | { readonly joined: false };

/** The code in the browser that asked proves the address: an invitation is accepted by it, a registration waits for the desk. */
@Injectable()
export class ProveAddressService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
  ) {}

  /** @throws DomainError join-failed, invitation-over, member-exists, waits-already */
  async confirm({ communityId, id }: StartedJoin, code: string, browser: string): Promise<Proven> {
    // A wrong code is counted in a committed transaction, so that the error cannot take the count back.
    const proven = await this.uow.run(systemActor(communityId), async (tx) => {
      const row = await this.find(tx, id);
      if (!row) return undefined;
      const fits =
        row.codeHash?.equals(this.codec.hash('join-code', code)) &&
        row.browserHash?.equals(this.codec.hash('browser', browser));
      if (fits) return this.take(tx, row);
      await tx.sql('UPDATE join_request SET failures = failures + 1 WHERE community_id = $1 AND id = $2', [
        tx.communityId,
        id,
      ]);
      return undefined;
    });
    if (!proven) throw joiningError('join-failed');
    return proven;
  }

  private async find(tx: Tx, id: string): Promise<JoinRequestRow | undefined> {
    const [row] = await tx.sql<JoinRequestRow>(
      `SELECT ${JOIN_REQUEST_COLUMNS} FROM join_request r WHERE r.community_id = $1 AND r.id = $2
         AND r.state = 'started' AND r.code_expires_at > $3 AND r.failures < $4 FOR UPDATE`,
      [tx.communityId, id, tx.now, MOST_FAILURES],
    );
    return row;
  }

  private async take(tx: Tx, row: JoinRequestRow): Promise<Proven> {
    const request = openJoinRequest(this.codec, tx.communityId, row);
    const invitation = row.invitationId ? await lockOpenInvitation(tx, row.invitationId) : undefined;
    if (invitation) await useInvitation(tx, invitation);
    if (!invitation || (await this.isDoubtful(tx, request, invitation))) {
      const state = await tx.step(joinRequestMachine, row, 'verify', { as: 'system' });
      await writeJoinRequest(tx, row.id, state);
      return { joined: false };
    }
    const { memberId: claimedId, createdBy: invitedBy } = invitation;
    const memberId = claimedId
      ? await claimRecord(tx, this.codec, { memberId: claimedId, invitedBy }, request)
      : await this.enter(tx, request);
    const state = await tx.step(joinRequestMachine, row, 'accept', { as: 'system' });
    await writeJoinRequest(tx, row.id, state, { memberId });
    return { joined: true, personId: await personOf(tx, memberId), way: request.email ? 'mail' : 'phone' };
  }

  /** An invitation lets in whom it is for; somebody who may be a member already is first looked at by the desk. */
  private isDoubtful(tx: Tx, request: JoinRequest, invitation: InvitationRow): Promise<boolean> {
    if (invitation.memberId) return Promise.resolve(false);
    const { givenName, familyName, email, phone, municipalityId } = request;
    const sought = { givenName, familyName, email, phone, municipalityId: municipalityId ?? undefined };
    return soundsLikeSomebody(tx, this.codec, sought);
  }

  private enter(tx: Tx, request: JoinRequest): Promise<string> {
    return enterMember(tx, this.codec, {
      givenName: request.givenName,
      familyName: request.familyName,
      email: request.email ?? undefined,
      phone: request.phone ?? undefined,
      language: request.language,
      organisationId: request.organisationId ?? undefined,
      roles: request.roles,
      adultOn: request.ageTold ? request.adultOn : undefined,
    });
  }
}

async function personOf(tx: Tx, memberId: string): Promise<string> {
  const [row] = await tx.sql<{ personId: string }>(
    'SELECT person_id AS "personId" FROM member WHERE community_id = $1 AND id = $2',
    [tx.communityId, memberId],
  );
  return row!.personId;
}

import type { Tx } from '#database';
import type { IdentityCodec } from '#members';
import { commonError } from '#platform';
import { RequestEntity } from './request.entity.js';
import { openPlaces } from './request-record.js';
import type { DropOff } from './request.types.js';

/** Where a confirmed helper goes, and the note that is for them. */
export interface DisclosedPlaces {
  readonly address: string;
  readonly dropOff: DropOff | null;
  readonly note: string | null;
}

/**
 * Opens a request's addresses for a helper whose assignment is confirmed; whether it is, and until when, the caller
 * decides, and audits the read. A protected household gives its neutral meeting point instead of any address.
 */
export async function disclosedPlaces(
  tx: Tx,
  codec: IdentityCodec,
  requestId: string,
): Promise<DisclosedPlaces> {
  const request = await tx.repo(RequestEntity).findOneBy({ communityId: tx.communityId, id: requestId });
  if (!request) throw commonError('not-found');
  const [household] = await tx.sql<{
    id: string;
    sealed: Buffer;
    protected: boolean;
    meetingPoint: string | null;
  }>(
    `SELECT id, address_sealed AS sealed, protected, meeting_point AS "meetingPoint" FROM household
     WHERE community_id = $1 AND id = $2`,
    [tx.communityId, request.householdId],
  );
  const { address, dropOff, note } = openPlaces(request, codec);
  const home = () => codec.open(tx.communityId, 'household.address', household!.id, household!.sealed);
  return { address: household!.protected ? household!.meetingPoint! : (address ?? home()), dropOff, note };
}

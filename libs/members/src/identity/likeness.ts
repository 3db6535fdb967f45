import { likenessKeys } from './likeness.rules.js';
import type { IdentityCodec } from './identity-codec.js';

/** Enough that strangers' hashes do not meet by chance, few enough to be kept sixteen times. */
const BYTES = 8;

/** Blind indexes of how a name sounds in this community. */
export function likenessOf(
  codec: IdentityCodec,
  communityId: string,
  givenName: string,
  familyName: string,
): Buffer[] {
  return likenessKeys(givenName, familyName).map((key) =>
    codec.index(`likeness:${communityId}`, key).subarray(0, BYTES),
  );
}

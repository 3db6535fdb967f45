import type { IdentityCodec } from '#members';

/** The places the rooms seal their columns under, with the row the value is bound to. */
const PLACES = {
  givenName: 'member_identity.given_name',
  familyName: 'member_identity.family_name',
  email: 'member_identity.email',
  phone: 'member_identity.phone',
  householdAddress: 'household.address',
  nickname: 'dependant.nickname',
  requestAddress: 'request.address',
  dropOffAddress: 'request.drop_off_address',
  requestNote: 'request.note',
} as const;

/** The codec bound to the district. */
export class Sealer {
  constructor(
    private readonly codec: IdentityCodec,
    private readonly communityId: string,
  ) {}

  seal(place: keyof typeof PLACES, rowId: string, text: string): Buffer {
    return this.codec.seal(this.communityId, PLACES[place], rowId, text);
  }

  sealOptional(place: keyof typeof PLACES, rowId: string, text: string | null): Buffer | null {
    return text === null ? null : this.seal(place, rowId, text);
  }

  /** Blind indexes of an address: for sign-in on the installation, and within the community. */
  personIndex(address: string | null): Buffer | null {
    return address === null ? null : this.codec.index('person', address);
  }

  memberIndex(address: string | null): Buffer | null {
    return address === null ? null : this.codec.index(this.communityId, address);
  }
}

import { KeyNotAtHand, wrappedKeysOf, type WrappedKeys } from '#database';
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { memberError } from '../members/members.errors.js';
import { decrypt, encrypt, unwrapKey, wrapKey } from './key-wrap.js';

/** Sealed under a key derived from the master key: what belongs to no community, and communities' first values. */
const DERIVED = 1;
/** Sealed under a data key of the community, whose version follows in two bytes. */
const OF_COMMUNITY = 2;
const HEAD_BYTES = 3;
const KEY_BYTES = 32;

const COMMUNITY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The one codec of personal columns: AES-256-GCM under a random data key of the community, which the database keeps
 * wrapped by the master key (`SECRET_KEY`); each value is bound to its place (community, table, column, row), so that
 * one that was moved does not open. What belongs to no community, and keyed hashes, use keys derived from the master.
 *
 * A community's keys are at hand from the begin of its transaction on: values are sealed and opened within one.
 */
export class IdentityCodec {
  /** Unwrapped once; forgotten together with the wrapped keys they came from. */
  private readonly opened = new WeakMap<WrappedKeys, Map<number, Buffer>>();

  constructor(private readonly secretKey: Buffer) {}

  /**
   * @param scope the community, or a name where there is none
   * @param place 'table.column' @param rowId the row the value belongs to
   * @throws DomainError data-destroyed for a community whose keys were
   */
  seal(scope: string, place: string, rowId: string, text: string): Buffer {
    if (!COMMUNITY_ID.test(scope)) {
      const head = Buffer.from([DERIVED]);
      return encrypt(this.sealKey(scope), `${scope}|${place}|${rowId}`, head, Buffer.from(text));
    }
    const key = this.dataKey(scope, keysOf(scope).newest);
    return encrypt(key, boundTo(scope, place, rowId), headOfNewest(scope), Buffer.from(text));
  }

  /**
   * @throws Error when the value was tampered with, moved, or sealed under another key
   * @throws DomainError data-destroyed when its key was
   */
  open(scope: string, place: string, rowId: string, sealed: Buffer): string {
    // Erased: the record stays, its words are gone.
    if (sealed.length === 0) return '';
    switch (sealed[0]) {
      case DERIVED:
        return decrypt(this.sealKey(scope), `${scope}|${place}|${rowId}`, 1, sealed).toString();
      case OF_COMMUNITY: {
        const key = this.dataKey(scope, sealed.readUInt16BE(1));
        return decrypt(key, boundTo(scope, place, rowId), HEAD_BYTES, sealed).toString();
      }
      default:
        throw new Error(`sealed value in ${place} has the unknown format ${sealed[0]}`);
    }
  }

  sealOptional(scope: string, place: string, rowId: string, text: string | null | undefined): Buffer | null {
    return text ? this.seal(scope, place, rowId, text) : null;
  }

  openOptional(scope: string, place: string, rowId: string, sealed: Buffer | null): string | null {
    return sealed ? this.open(scope, place, rowId, sealed) : null;
  }

  /**
   * Blind index of an address: equal addresses, equal index; useless without the key. Scope: a community or
   * 'person'.
   */
  index(scope: string, address: string): Buffer {
    return createHmac('sha256', this.derive(`index:${scope}`))
      .update(address.trim().toLowerCase())
      .digest();
  }

  /**
   * Keyed hash of a secret that is compared, not read (sign-in codes, browser ties).
   * @param kept the purpose's key where it outlived the master key it followed from: `lastingHash`
   */
  hash(purpose: string, value: string, kept: Buffer | null = null): Buffer {
    const key = kept ? unwrapKey(this.derive('wrap'), hashKeyScope(purpose), 0, kept) : this.hashKey(purpose);
    return createHmac('sha256', key).update(value).digest();
  }

  /** The key of a purpose's hashes, to be kept under another master key. */
  keepHashKey(purpose: string, next: IdentityCodec): Buffer {
    return wrapKey(next.derive('wrap'), hashKeyScope(purpose), 0, this.hashKey(purpose));
  }

  /** A new random data key, wrapped: for the table of keys, and nowhere else. */
  newKey(communityId: string, version: number): Buffer {
    return wrapKey(this.derive('wrap'), communityId, version, randomBytes(KEY_BYTES));
  }

  /** The same data key under another master key. @throws Error when this one did not wrap it */
  rewrap(communityId: string, version: number, wrapped: Buffer, next: IdentityCodec): Buffer {
    const key = unwrapKey(this.derive('wrap'), communityId, version, wrapped);
    return wrapKey(next.derive('wrap'), communityId, version, key);
  }

  /** Was the key wrapped by this master key, for this community and version? */
  unwraps(communityId: string, version: number, wrapped: Buffer): boolean {
    try {
      return unwrapKey(this.derive('wrap'), communityId, version, wrapped).length === KEY_BYTES;
    } catch {
      return false;
    }
  }

  private dataKey(communityId: string, version: number): Buffer {
    const keys = keysOf(communityId);
    let opened = this.opened.get(keys);
    if (!opened) this.opened.set(keys, (opened = new Map()));
    const known = opened.get(version);
    if (known) return known;
    const wrapped = keys.byVersion.get(version);
    if (!wrapped) throw new KeyNotAtHand(`key ${version} of community ${communityId} is not at hand`);
    if (wrapped.length === 0) throw memberError('data-destroyed');
    const key = unwrapKey(this.derive('wrap'), communityId, version, wrapped);
    opened.set(version, key);
    return key;
  }

  /** Of the installation and other names that are no community; of a community what it had before it had keys. */
  private sealKey(scope: string): Buffer {
    return this.derive(`seal:${scope}`);
  }

  private hashKey(purpose: string): Buffer {
    return this.derive(`hash:${purpose}`);
  }

  private derive(info: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secretKey, 'intreccio', info, KEY_BYTES));
  }
}

/** What a kept key of hashes is bound to, in the place of a community. */
export const hashKeyScope = (purpose: string): string => `hash:${purpose}`;

function keysOf(communityId: string): WrappedKeys {
  const keys = wrappedKeysOf(communityId);
  if (!keys) throw new KeyNotAtHand(`community ${communityId} has no key at hand: has it been migrated?`);
  return keys;
}

/** With what every value begins that is sealed under the community's newest key. */
export function headOfNewest(communityId: string): Buffer {
  const head = Buffer.alloc(HEAD_BYTES, OF_COMMUNITY);
  head.writeUInt16BE(keysOf(communityId).newest, 1);
  return head;
}

function boundTo(communityId: string, place: string, rowId: string): string {
  return [communityId, ...place.split('.'), rowId].join('|');
}

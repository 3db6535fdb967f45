import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The one codec of personal columns: AES-256-GCM under a key derived per community from the installation's secret key,
 * bound to its place (community, table.column, row), so that a value moved elsewhere does not open.
 * Layout: 1 byte format, 12 bytes nonce, ciphertext, 16 bytes tag.
 */
export class IdentityCodec {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly secretKey: Buffer) {}

  /** @param place 'table.column' @param rowId the row the value belongs to */
  seal(communityId: string, place: string, rowId: string, text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(communityId), nonce);
    cipher.setAAD(Buffer.from(`${communityId}|${place}|${rowId}`));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([FORMAT]), nonce, body, cipher.getAuthTag()]);
  }

  /** @throws Error when the value was tampered with, moved, or sealed under another key. */
  open(communityId: string, place: string, rowId: string, sealed: Buffer): string {
    // Erased: the record stays, its words are gone.
    if (sealed.length === 0) return '';
    if (sealed[0] !== FORMAT) throw new Error(`sealed value in ${place} has the unknown format ${sealed[0]}`);
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.keyOf(communityId),
      sealed.subarray(1, 1 + NONCE_BYTES),
    );
    decipher.setAAD(Buffer.from(`${communityId}|${place}|${rowId}`));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const body = sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  }

  sealOptional(
    communityId: string,
    place: string,
    rowId: string,
    text: string | null | undefined,
  ): Buffer | null {
    return text ? this.seal(communityId, place, rowId, text) : null;
  }

  openOptional(communityId: string, place: string, rowId: string, sealed: Buffer | null): string | null {
    return sealed ? this.open(communityId, place, rowId, sealed) : null;
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

  /** Keyed hash of a short-lived secret (sign-in codes, browser ties). */
  hash(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.derive(`hash:${purpose}`))
      .update(value)
      .digest();
  }

  private keyOf(communityId: string): Buffer {
    let key = this.keys.get(communityId);
    if (!key) {
      key = this.derive(`seal:${communityId}`);
      this.keys.set(communityId, key);
    }
    return key;
  }

  private derive(info: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secretKey, 'intreccio', info, 32));
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const FORMAT = 1;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/**
 * AES-256-GCM, bound to its place. Layout: the head, 12 bytes nonce, ciphertext, 16 bytes tag.
 * @param boundTo additional data: the value opens only where it says the same
 */
export function encrypt(key: Buffer, boundTo: string, head: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(boundTo));
  return Buffer.concat([head, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when the value was tampered with, moved, or encrypted under another key */
export function decrypt(key: Buffer, boundTo: string, headBytes: number, sealed: Buffer): Buffer {
  const body = headBytes + NONCE_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(headBytes, body), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(body, -TAG_BYTES)), decipher.final()]);
}

/** A data key under the master key, bound to its community and version. Layout: 1 byte format, then as `encrypt`. */
export function wrapKey(master: Buffer, communityId: string, version: number, key: Buffer): Buffer {
  return encrypt(master, `${communityId}|${version}`, Buffer.from([FORMAT]), key);
}

/** @throws Error when the key was wrapped by another master key, or for another community or version */
export function unwrapKey(master: Buffer, communityId: string, version: number, wrapped: Buffer): Buffer {
  if (wrapped[0] !== FORMAT) throw new Error(`a wrapped key has the unknown format ${wrapped[0]}`);
  return decrypt(master, `${communityId}|${version}`, 1, wrapped);
}

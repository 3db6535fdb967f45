import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What of a real key may be otherwise: for attacks, and for keys that count or do not. */
export interface AuthenticatorWishes {
  readonly origin?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

const base64url = (data: Buffer | string) => Buffer.from(data).toString('base64url');
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** A passkey in software: one ES256 key pair that makes and signs as a browser with a platform authenticator does (WebAuthn, level 3). */
export class SoftwareAuthenticator {
  readonly id = randomBytes(32);
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  private userHandle = '';

  constructor(private readonly origin: string) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  /** The answer to `navigator.credentials.create`. */
  create({ challenge, rp, user }: CreationOptions, wishes: AuthenticatorWishes = {}) {
    this.userHandle = user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, this.coseKey()]);
    const authData = Buffer.concat([this.head(rp.id, ATTESTED, wishes), attested]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text('fmt'),
      text('none'),
      text('attStmt'),
      Buffer.from([0xa0]),
      text('authData'),
      bytes(authData),
    ]);
    return {
      id: base64url(this.id),
      response: {
        clientDataJSON: this.clientData('webauthn.create', challenge, wishes),
        attestationObject: base64url(attestation),
        transports: ['internal'],
      },
    };
  }

  /** The answer to `navigator.credentials.get`. */
  get({ challenge, rpId }: RequestOptions, wishes: AuthenticatorWishes = {}) {
    const clientDataJSON = this.clientData('webauthn.get', challenge, wishes);
    const authenticatorData = this.head(rpId, 0, wishes);
    const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return {
      id: base64url(this.id),
      response: {
        clientDataJSON,
        authenticatorData: base64url(authenticatorData),
        signature: base64url(sign('sha256', signed, this.privateKey)),
        userHandle: wishes.userHandle ?? this.userHandle,
      },
    };
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: AuthenticatorWishes): string {
    return base64url(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private head(rpId: string, flags: number, wishes: AuthenticatorWishes): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(wishes.counter ?? 0);
    const verified = wishes.userVerified === false ? 0 : VERIFIED;
    return Buffer.concat([sha256(wishes.rpId ?? rpId), Buffer.from([PRESENT | verified | flags]), counter]);
  }

  /** {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} */
  private coseKey(): Buffer {
    const { x, y } = this.publicKey.export({ format: 'jwk' });
    return Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x!, 'base64url')),
      Buffer.from([0x22]),
      bytes(Buffer.from(y!, 'base64url')),
    ]);
  }
}

/** CBOR: a short text; 24 bytes to 64 KB under the shortest head that holds their length. */
const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);

function bytes(value: Buffer): Buffer {
  const { length } = value;
  const head = length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), value]);
}

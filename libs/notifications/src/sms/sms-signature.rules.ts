import { createHmac, timingSafeEqual } from 'node:crypto';

/** A message as the gateway handed it in: the seconds since 1970 and the body, which its signature covers. */
export interface SignedMessage {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/** Seconds that a signed message may be old, or its sender's clock ahead. */
export const FRESH_SECONDS = 300;

export function signSms(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/** Is the signature right, and the time it covers a number? Whether it is fresh says a clock. */
export function isSigned(secret: string, { timestamp, signature, body }: SignedMessage): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(signSms(secret, timestamp, body), 'hex'));
}

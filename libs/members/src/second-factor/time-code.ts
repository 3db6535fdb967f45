import { Secret, TOTP } from 'otpauth';

const ISSUER = 'Intreccio';
const STEP_SECONDS = 30;
/** Clocks differ, and people type slowly: one step before and one after. */
const WINDOW_STEPS = 1;

export const newSecret = () => new Secret({ size: 20 }).base32;

const totp = (secret: string, label = ISSUER) =>
  new TOTP({ issuer: ISSUER, label, period: STEP_SECONDS, digits: 6, secret: Secret.fromBase32(secret) });

/** The address that an authenticator reads from the QR code. @param label what it is for, beside the issuer */
export const addressOf = (secret: string, label: string) => totp(secret, label).toString();

/**
 * The step a code belongs to, later than the last one used; undefined for a wrong or a used code (RFC 6238, 5.2).
 * @param lastStep the step of the last code that was right
 */
export function stepOf(secret: string, code: string, now: Date, lastStep: number | null): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW_STEPS });
  if (delta === null) return undefined;
  const step = Math.floor(now.getTime() / 1_000 / STEP_SECONDS) + delta;
  return lastStep === null || step > lastStep ? step : undefined;
}

import { InvalidInput } from '#platform';
import { isEmail } from 'class-validator';
import parsePhone, { type CountryCode } from 'libphonenumber-js/min';

const MOST_EMAIL = 254;

/**
 * A phone number in E.164 ('+393331234567'). Numbers without a country code are the community's.
 * @param country ISO 3166 code of the community
 * @throws InvalidInput when it is no number that a phone of its country could have.
 */
export function normalisePhone(phone: string, country: string): string {
  const parsed = parsePhone(phone, country as CountryCode);
  if (!parsed?.isValid()) {
    throw new InvalidInput([
      { field: 'phone', message: 'phone must be a telephone number, like +39 333 123 4567' },
    ]);
  }
  return parsed.number;
}

/**
 * An e-mail address in lower case.
 * @throws InvalidInput for anything but one plain address: no display name, no list, no line break.
 */
export function normaliseEmail(email: string): string {
  const plain = email.trim().toLowerCase();
  if (
    plain.length > MOST_EMAIL ||
    !isEmail(plain, { allow_utf8_local_part: false }) ||
    /[",;<>\s]/.test(plain)
  ) {
    throw new InvalidInput([
      { field: 'email', message: 'email must be one e-mail address, like sara@example.org' },
    ]);
  }
  return plain;
}

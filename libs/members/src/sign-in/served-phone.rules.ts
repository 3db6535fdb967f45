import { InvalidInput } from '#platform';
import parseMobile, { type CountryCode } from 'libphonenumber-js/mobile';
import { signInError } from './sign-in.errors.js';

/**
 * A mobile phone of a served country, in E.164. A number without a country code is the first country's.
 * Only mobile ranges: no landline reads a code, and numbers that cost the sender (premium, satellite) are nobody's phone.
 * @param countries ISO 3166, at least one
 * @throws InvalidInput for what is no mobile number; DomainError phone-not-served
 */
export function servedPhone(phone: string, countries: readonly string[]): string {
  const parsed = parseMobile(phone, countries[0] as CountryCode);
  if (!parsed?.isValid()) {
    throw new InvalidInput([
      { field: 'phone', message: 'phone must be a mobile number, like +39 333 123 4567' },
    ]);
  }
  if (!parsed.country || !countries.includes(parsed.country)) throw signInError('phone-not-served');
  return parsed.number;
}

import parsePhone, { type CountryCode } from 'libphonenumber-js/min';

/**
 * A phone number in the groups of its country ('+39 333 123 4567'), as people read and dial it. What no phone of that
 * country could have stays as it was written.
 * @param country ISO 3166, of numbers without a country code
 */
export function shownPhone(phone: string, country?: string): string {
  const parsed = parsePhone(phone, country as CountryCode | undefined);
  return parsed?.isValid() ? parsed.formatInternational() : phone;
}

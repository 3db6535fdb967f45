import type { Tx, UnitOfWork } from '#database';
import type { IdentityCodec } from '../identity/identity-codec.js';
import {
  countHit,
  DAY_SECONDS,
  everyone,
  hitsSoFar,
  passesLimit,
  QUARTER_HOUR_SECONDS,
} from '../sign-in/hits.js';
import type { JoinContact } from './join-messenger.js';
import { joiningError } from './joining.errors.js';

/** Codes typed and links opened: a page asks twice, a library full of people a little more. */
const LOOKS_OF_CLIENT = 40;
const ALL_LOOKS = 2_000;
const OF_CONTACT_PER_QUARTER_HOUR = 3;
const OF_CONTACT_PER_DAY = 8;
const OF_CLIENT_PER_QUARTER_HOUR = 10;
const ALL_PER_QUARTER_HOUR = 300;
const SMS_OF_DAY = { key: everyone('every joining code by SMS'), seconds: DAY_SECONDS };

/** Before anything is looked up: guessing at codes is slow for everybody together. @throws DomainError too-many-tries */
export async function limitLooks(uow: UnitOfWork, codec: IdentityCodec, client: string): Promise<void> {
  const refused = await uow.tenantless('sign-in', (sql, now) =>
    passesLimit(sql, now, [
      { key: codec.hash('client-looks', client), most: LOOKS_OF_CLIENT, seconds: QUARTER_HOUR_SECONDS },
      { key: everyone('every look at an invitation'), most: ALL_LOOKS, seconds: QUARTER_HOUR_SECONDS },
    ]),
  );
  if (refused) throw joiningError('too-many-tries');
}

/** @throws DomainError too-many-tries */
export async function limitCodes(
  tx: Tx,
  codec: IdentityCodec,
  { contact, client, smsADay }: { contact: JoinContact; client: string; smsADay: number },
): Promise<void> {
  const address = codec.index('person', contact.email ?? contact.phone!).toString('hex');
  const hour = QUARTER_HOUR_SECONDS;
  const refused = await passesLimit(tx.sql, tx.now, [
    { key: codec.hash('join-address', address), most: OF_CONTACT_PER_QUARTER_HOUR, seconds: hour },
    { key: codec.hash('join-address-day', address), most: OF_CONTACT_PER_DAY, seconds: DAY_SECONDS },
    { key: codec.hash('client-joins', client), most: OF_CLIENT_PER_QUARTER_HOUR, seconds: hour },
    { key: everyone('every joining code'), most: ALL_PER_QUARTER_HOUR, seconds: hour },
  ]);
  const spent = contact.phone !== null && (await hitsSoFar(tx.sql, tx.now, SMS_OF_DAY)) >= smsADay;
  if (refused || spent) throw joiningError('too-many-tries');
}

/** Every start sends one letter, whatever it says. */
export async function noteSent(tx: Tx, contact: JoinContact): Promise<void> {
  if (contact.phone !== null) await countHit(tx.sql, tx.now, SMS_OF_DAY);
}

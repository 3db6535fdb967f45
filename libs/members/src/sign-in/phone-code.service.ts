import { servedCountries } from '#communities';
import { UnitOfWork, type Tx } from '#database';
import { CONFIG, LOGGER, type Config, type Logger } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { IdentityCodec } from '../identity/identity-codec.js';
import { afterwards } from './afterwards.js';
import { newCode, newToken, writeChallenge } from './challenge.js';
import { countHit, DAY_SECONDS, everyone, hitsSoFar, passesLimit, QUARTER_HOUR_SECONDS } from './hits.js';
import { servedPhone } from './served-phone.rules.js';
import { SignInTexter } from './sign-in-texter.js';
import { signInError } from './sign-in.errors.js';

/** Every message costs: fewer than of mails, and never more in a day than the configuration says. */
const OF_PHONE_PER_QUARTER_HOUR = 3;
const OF_PHONE_PER_DAY = 10;
const OF_CLIENT_PER_QUARTER_HOUR = 10;
const ALL_PER_QUARTER_HOUR = 200;
const SENT_OF_DAY = { key: everyone('every code sent by SMS'), seconds: DAY_SECONDS };
const NOBODY_OF_DAY = { key: everyone('every code for nobody'), seconds: DAY_SECONDS };

/** Signing in by phone: an 8-digit code by SMS, by the rules of the code of a mail. */
@Injectable()
export class PhoneCodeService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly codec: IdentityCodec,
    private readonly texter: SignInTexter,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Sends a code when a person signs in with this phone; answers and works alike when nobody does.
   * @param clientAddress the network address that asks; only its keyed hash is stored
   * @throws DomainError no-short-messages, phone-not-served, too-many-sign-ins; InvalidInput
   */
  async start(phone: string, language: string, browserToken: string, clientAddress: string): Promise<void> {
    if (!this.config.smsUrl) throw signInError('no-short-messages');
    const code = newCode();
    const { to, known } = await this.uow.tenantless('sign-in', async (sql, now) => {
      const number = servedPhone(phone, await this.countries(sql));
      const address = this.codec.index('person', number);
      await this.limit(sql, now, address, this.codec.hash('client-by-phone', clientAddress));
      const [person] = await sql<{ id: string }>('SELECT id FROM person WHERE phone_index = $1', [address]);
      await countHit(sql, now, person ? SENT_OF_DAY : NOBODY_OF_DAY);
      const challenge = { personId: person?.id, address, code, link: newToken(), browserToken };
      await writeChallenge(sql, this.codec, now, challenge);
      return { to: number, known: person !== undefined };
    });
    afterwards(
      () => this.texter.sendCode({ to: known ? to : null, code, language }),
      (error) => this.logger.error({ err: error.message }, 'a sign-in code could not be sent'),
    );
  }

  private async countries(sql: Tx['sql']): Promise<readonly string[]> {
    const served = [...(await servedCountries(sql)), ...this.config.smsCountries];
    if (served.length === 0) throw signInError('phone-not-served');
    return served;
  }

  /** The cap of the day counts what was sent, so that asking for strangers' numbers locks nobody out. */
  private async limit(sql: Tx['sql'], now: Date, address: Buffer, client: Buffer): Promise<void> {
    const refused = await passesLimit(sql, now, [
      { key: address, most: OF_PHONE_PER_QUARTER_HOUR, seconds: QUARTER_HOUR_SECONDS },
      { key: this.codec.hash('day', address.toString('hex')), most: OF_PHONE_PER_DAY, seconds: DAY_SECONDS },
      { key: client, most: OF_CLIENT_PER_QUARTER_HOUR, seconds: QUARTER_HOUR_SECONDS },
      { key: everyone('every phone code'), most: ALL_PER_QUARTER_HOUR, seconds: QUARTER_HOUR_SECONDS },
    ]);
    if (refused || (await hitsSoFar(sql, now, SENT_OF_DAY)) >= this.config.smsCodesADay) {
      throw signInError('too-many-sign-ins');
    }
  }
}

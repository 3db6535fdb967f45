import type { Config } from '#platform';
import { NotSent } from '../not-sent.js';

/** One short message to one phone. */
export interface Sms {
  /** The same message sent twice carries the same id: a gateway that knows it sends once. */
  readonly id: string;
  /** In E.164. */
  readonly to: string;
  readonly text: string;
}

export const SMS_TIMEOUT_MS = 10_000;

/** While developing: nothing leaves, the window shows what would. The configuration refuses it in production. */
const CONSOLE = 'console:';
const PHONE = /^\+[1-9]\d{6,14}$/;
/** Answers of a gateway that are about us or about now, and not about this message. */
const MAY_PASS: readonly number[] = [401, 403, 404, 405, 408, 425, 429];

/**
 * Sends short messages through the gateway at SMS_URL: `POST {id, to, text, from?}` as JSON, `Authorization:
 * Bearer` with SMS_TOKEN; any 2xx means taken. Knows nothing of the database.
 */
export class SmsSender {
  constructor(
    private readonly config: Pick<Config, 'smsUrl' | 'smsToken' | 'smsFrom'>,
    private readonly timeoutMs = SMS_TIMEOUT_MS,
  ) {}

  /** @throws NotSent, temporary or permanent */
  async send({ id, to, text }: Sms): Promise<void> {
    const { smsUrl, smsToken, smsFrom } = this.config;
    if (!smsUrl) throw new NotSent('no-sms-gateway', true);
    if (!PHONE.test(to)) throw new NotSent('address-refused', true);
    if (smsUrl.startsWith(CONSOLE)) {
      process.stdout.write(`SMS to ${to}: ${text}\n`);
      return;
    }
    const status = await this.post(smsUrl, {
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        ...(smsToken ? { authorization: `Bearer ${smsToken}` } : {}),
      },
      body: JSON.stringify({ id, to, text, ...(smsFrom ? { from: smsFrom } : {}) }),
    });
    if (status < 200 || status >= 300) {
      const permanent = status >= 400 && status < 500 && !MAY_PASS.includes(status);
      throw new NotSent(`sms-${status}`, permanent);
    }
  }

  private async post(url: string, request: RequestInit): Promise<number> {
    try {
      const answer = await fetch(url, {
        ...request,
        method: 'POST',
        // A gateway that moved is a mistake to mend: the token follows nobody.
        redirect: 'manual',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch (error) {
      const late = (error as Error).name === 'TimeoutError';
      throw new NotSent(late ? 'timeout' : 'connection', false);
    }
  }
}

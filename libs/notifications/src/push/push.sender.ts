import { CONFIG, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import webPush from 'web-push';
import { PushKeys } from './push-keys.js';
import { answerOf, type PushAnswer, type PushSubscription } from './push.rules.js';

const PATIENCE_MS = 10_000;
const DAY_SECONDS = 86_400;

/** What a browser shows. No person, no place, no kind of help: it stands on a locked screen. */
export interface PushWords {
  readonly title: string;
  readonly body: string;
  readonly language: string;
}

/** Hands an encrypted message (RFC 8291) to a browser's push service. */
@Injectable()
export class PushSender {
  constructor(
    private readonly keys: PushKeys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'publicUrl' | 'mailFrom'>,
  ) {}

  async send(subscription: PushSubscription, words: PushWords, urgent: boolean): Promise<PushAnswer> {
    const { publicKey, privateKey } = await this.keys.read();
    const subject = this.config.publicUrl.startsWith('https:')
      ? this.config.publicUrl
      : `mailto:${this.config.mailFrom}`;
    try {
      const { endpoint, headers, body } = webPush.generateRequestDetails(
        subscription,
        JSON.stringify(words),
        {
          vapidDetails: { subject, publicKey, privateKey },
          TTL: DAY_SECONDS,
          urgency: urgent ? 'high' : 'normal',
        },
      );
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(body),
        // A push service that points elsewhere is not followed there.
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.body?.cancel();
      return answerOf(answer.status);
    } catch {
      return 'later';
    }
  }
}

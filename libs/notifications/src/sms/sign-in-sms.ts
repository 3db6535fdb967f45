import type { SignInTexter } from '#members';
import { CONFIG, newId, type Config } from '#platform';
import { Inject, Injectable } from '@nestjs/common';
import { languageOf, writeSignInSms } from '../words.js';
import { SmsSender } from './sms.sender.js';

/** The sign-in code by SMS: no transaction, no queue, no quiet hours; whoever asks for a code is waiting for it. */
@Injectable()
export class SignInSms implements SignInTexter {
  constructor(
    private readonly sender: SmsSender,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws NotSent */
  async sendCode({
    to,
    code,
    language,
  }: {
    to: string | null;
    code: string;
    language: string;
  }): Promise<void> {
    const { hostname } = new URL(this.config.publicUrl);
    const text = writeSignInSms(languageOf(language), code, hostname);
    if (to !== null) await this.sender.send({ id: newId(), to, text });
  }
}

import { SignInMailer } from '#members';
import { Injectable } from '@nestjs/common';
import { mailBody } from './mail-template.js';
import { MailSender } from './mail.sender.js';
import { languageOf, writeSignIn } from './words.js';

/** The sign-in mail: no transaction, no queue, no quiet hours; whoever asks for a code is waiting for it. */
@Injectable()
export class SignInMail implements SignInMailer {
  constructor(private readonly sender: MailSender) {}

  /** @throws NotSent */
  send({
    to,
    code,
    link,
    language,
  }: {
    to: string | null;
    code: string;
    link: string;
    language: string;
  }): Promise<void> {
    return this.sendSignInMail(to, { code, link, language });
  }

  /** @throws NotSent */
  async sendSignInMail(
    to: string | null,
    mail: { code: string; link: string; language: string },
  ): Promise<void> {
    const language = languageOf(mail.language);
    const words = writeSignIn(language, mail.code);
    const body = mailBody({ ...words, language, links: [{ href: mail.link, label: words.linkLabel }] });
    if (to !== null) await this.sender.send({ to, subject: words.subject, ...body });
  }
}

import { SignInMailer } from '#members';
import { CONFIG, type Config } from '#platform';
import { Module } from '@nestjs/common';
import { MailSender } from './mail.sender.js';
import { SignInMail } from './sign-in-mail.js';

/** Sending mail, and the sign-in mail behind the members' port. */
@Module({
  providers: [
    { provide: MailSender, inject: [CONFIG], useFactory: (config: Config) => new MailSender(config) },
    SignInMail,
    { provide: SignInMailer, useExisting: SignInMail },
  ],
  exports: [MailSender, SignInMailer],
})
export class MailModule {}

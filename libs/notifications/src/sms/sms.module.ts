import { SignInTexter } from '#members';
import { CONFIG, type Config } from '#platform';
import { Module } from '@nestjs/common';
import { SignInSms } from './sign-in-sms.js';
import { SmsSender } from './sms.sender.js';

/** Sending short messages, and the sign-in code behind the members' port. */
@Module({
  providers: [
    { provide: SmsSender, inject: [CONFIG], useFactory: (config: Config) => new SmsSender(config) },
    SignInSms,
    { provide: SignInTexter, useExisting: SignInSms },
  ],
  exports: [SmsSender, SignInTexter],
})
export class SmsModule {}

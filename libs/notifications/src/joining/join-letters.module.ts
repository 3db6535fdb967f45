import { JoinMessenger } from '#members';
import { Module } from '@nestjs/common';
import { MailModule } from '../mail.module.js';
import { SmsModule } from '../sms/sms.module.js';
import { JoinLetters } from './join-letters.js';

/** Letters to people on the way in, behind the members' port. */
@Module({
  imports: [MailModule, SmsModule],
  providers: [JoinLetters, { provide: JoinMessenger, useExisting: JoinLetters }],
  exports: [JoinMessenger],
})
export class JoinLettersModule {}

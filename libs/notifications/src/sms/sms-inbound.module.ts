import { AssignmentsModule } from '#assignments';
import { MatchingModule } from '#matching';
import { Module } from '@nestjs/common';
import { SmsActs } from './sms-acts.js';
import { SmsInboundService } from './sms-inbound.service.js';

/** Replies to short messages. Apart from the sending: a worker sends, the API receives. */
@Module({
  imports: [AssignmentsModule, MatchingModule],
  providers: [SmsActs, SmsInboundService],
  exports: [SmsInboundService],
})
export class SmsInboundModule {}

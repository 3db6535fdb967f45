import { CONFIG, type Config } from '#platform';
import { Module } from '@nestjs/common';
import { SmsSender } from './sms.sender.js';

/** Sending short messages. */
@Module({
  providers: [
    { provide: SmsSender, inject: [CONFIG], useFactory: (config: Config) => new SmsSender(config) },
  ],
  exports: [SmsSender],
})
export class SmsModule {}

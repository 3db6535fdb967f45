import { NotificationsModule, SmsInboundModule } from '#notifications';
import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { HoursLinkController } from './hours-link.controller.js';
import { LiveController } from './live.controller.js';
import { NotificationsController } from './notifications.controller.js';
import { PushController } from './push.controller.js';
import { SmsController } from './sms.controller.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

@Module({
  imports: [NotificationsModule, SmsInboundModule],
  controllers: [
    NotificationsController,
    DeliveriesController,
    LiveController,
    PushController,
    SmsController,
    UnsubscribeController,
    CalendarController,
    HoursLinkController,
  ],
})
export class NotificationsApiModule {}

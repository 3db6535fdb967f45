import { NotificationsModule } from '#notifications';
import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { HoursLinkController } from './hours-link.controller.js';
import { LiveController } from './live.controller.js';
import { NotificationsController } from './notifications.controller.js';
import { UnsubscribeController } from './unsubscribe.controller.js';

@Module({
  imports: [NotificationsModule],
  controllers: [
    NotificationsController,
    DeliveriesController,
    LiveController,
    UnsubscribeController,
    HoursLinkController,
  ],
})
export class NotificationsApiModule {}

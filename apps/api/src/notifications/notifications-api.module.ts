import { NotificationsModule } from '#notifications';
import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { NotificationsController } from './notifications.controller.js';

@Module({ imports: [NotificationsModule], controllers: [NotificationsController, DeliveriesController] })
export class NotificationsApiModule {}

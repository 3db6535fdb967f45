import { Module } from '@nestjs/common';
import { CalendarFeedService } from './calendar/calendar-feed.service.js';
import { DeliveryDeskService } from './delivery-desk.service.js';
import { DeliveryService } from './delivery.service.js';
import { AssignmentsModule } from '#assignments';
import { HoursLinkService } from './hours-link/hours-link.service.js';
import { InboxService } from './inbox.service.js';
import { LetterSender } from './letter.sender.js';
import { LiveService } from './live/live.service.js';
import { MailModule } from './mail.module.js';
import { NotifyService } from './notify.service.js';
import { PushDeliveryService } from './push/push-delivery.service.js';
import { PushKeys } from './push/push-keys.js';
import { PushSender } from './push/push.sender.js';
import { PushSubscriptionsService } from './push/push-subscriptions.service.js';
import { SmsModule } from './sms/sms.module.js';
import { JoinLettersModule } from './joining/join-letters.module.js';
import { PreferenceService } from './preference.service.js';
import { UnsubscribeService } from './unsubscribe.service.js';

/** What to tell whom, in which words, and sending it. */
@Module({
  imports: [MailModule, SmsModule, JoinLettersModule, AssignmentsModule],
  providers: [
    NotifyService,
    LetterSender,
    DeliveryService,
    DeliveryDeskService,
    CalendarFeedService,
    HoursLinkService,
    InboxService,
    LiveService,
    PreferenceService,
    PushDeliveryService,
    PushKeys,
    PushSender,
    PushSubscriptionsService,
    UnsubscribeService,
  ],
  exports: [
    MailModule,
    SmsModule,
    JoinLettersModule,
    NotifyService,
    DeliveryService,
    DeliveryDeskService,
    CalendarFeedService,
    HoursLinkService,
    InboxService,
    LiveService,
    PreferenceService,
    PushDeliveryService,
    PushSubscriptionsService,
    UnsubscribeService,
  ],
})
export class NotificationsModule {}

import { defineErrors } from '#platform';

export const notificationError = defineErrors({
  'mail-is-required': [422, 'These mails are about safety and cannot be switched off'],
  'delivery-not-failed': [409, 'Only a delivery that failed can be tried again'],
  'sms-replies-off': [404, 'This installation takes no replies by SMS'],
  'sms-signature': [401, 'The signature of this message is missing, wrong or too old'],
  'not-a-push-service': [422, 'This is not the address of a browser’s push service'],
  'too-many-streams': [429, 'Too many windows listen at once; close one, or ask again in a while'],
});

import type { SmsWords } from './sms-words.js';

const ANSWER = 'أجب 1 نعم، 2 لا، 3 اتصلوا بي. هاتف {desk}';
const MORE =
  '{visits, plural, one {} two { ومرة أخرى} few { ومرات أخرى، # في المجموع} other { ومرات أخرى، # في المجموع}}';

export const smsAr: SmsWords = {
  'new-device': 'دخول جديد باسمك: {day} الساعة {time}. لم تكن أنت؟ اتصل فوراً: {desk}',
  'second-factor-added': 'طريقة دخول جديدة باسمك: {day} الساعة {time}. لم تكن أنت؟ اتصل فوراً: {desk}',
  'second-factor-removed': 'أزيلت طريقة دخول: {day} الساعة {time}. لم تكن أنت؟ اتصل فوراً: {desk}',
  'second-factor-reset': 'أعيد ضبط الخطوة الثانية: {day} الساعة {time}. لم ترد ذلك؟ اتصل فوراً: {desk}',
  'request-needs-info': 'نحتاج إلى معلومة عن طلبك. اتصل: {desk}',
  'request-unmet': 'نأسف، لم نجد أحداً حتى الآن. اتصل: {desk}',
  'request-withdrawn': 'أغلق طلبك: لن يأتي أحد. ما زلت تحتاج مساعدة؟ اتصل: {desk}',
  'visit-cancelled': `ألغيت الزيارة: {day} الساعة {time}${MORE}. أسئلة؟ اتصل: {desk}`,
  'visit-closed': `ألغيت الزيارة: {day} الساعة {time}${MORE}، لأن اليوم عطلة. أسئلة؟ اتصل: {desk}`,
  'household-moved-helper': 'الزيارات من {day} الساعة {time} في مكان آخر. لم يعد مناسباً؟ اتصل: {desk}',
  'visit-offered': 'زيارة {day} الساعة {time} ممكنة من جديد. هل تريدها؟ اتصل: {desk}',
  'credential-expiring': 'إحدى أوراقك تنتهي قريباً. اتصل لنجددها معاً: {desk}',
  'credential-expired': 'إحدى أوراقك انتهت. اتصل بنا لنساعدك: {desk}',
  'helper-asked': `هل يمكنك المساعدة {day} من {time} إلى {until}${MORE}؟ ${ANSWER}`,
  'guardian-asked': `{helper}: زيارة ممكنة {day} من {time} إلى {until}${MORE}. هل توافق؟ ${ANSWER}`,
  'visit-confirmed-helper': `تم الاتفاق: ينتظرونك {day} من {time} إلى {until}${MORE}. لا يمكنك؟ اتصل: {desk}`,
  'visit-confirmed-family': `تم الاتفاق مع {helper}: {day} من {time} إلى {until}${MORE}. تغير شيء؟ اتصل: {desk}`,
  'guardian-refused': 'زيارة {day} الساعة {time} لن تكون معك. شكراً على موافقتك. هاتف {desk}',
  'assignment-cancelled': `ألغيت الزيارة: {day} الساعة {time}${MORE}. أسئلة؟ اتصل: {desk}`,
  'seat-cancelled': 'ألغيت الزيارة: {day} الساعة {time}. أسئلة؟ اتصل: {desk}',
  'replacement-sought': 'تعذر حضور المساعدة {day} الساعة {time}. نبحث عن شخص آخر. هاتف {desk}',
  'replacement-asked': `تعذر حضور شخص. هل يمكنك الذهاب {day} من {time} إلى {until}؟ ${ANSWER}`,
  'replacement-taken': 'وجدنا شخصاً ليوم {day} الساعة {time}. شكراً لك! هاتف {desk}',
  'not-replaced': 'نأسف: لم نجد أحداً ليوم {day} الساعة {time}. اتصل فوراً: {desk}',
  'regime-asked': 'يمكن إيجاد مساعدة من نوع آخر {day} الساعة {time}. هل توافق؟ اتصل: {desk}',
  'seat-no-show': 'قيل لنا إن زيارة {day} الساعة {time} لم تتم. هذا غير صحيح؟ اتصل: {desk}',
  'no-show-contested': 'الروايتان عن {day} الساعة {time} مختلفتان. سنتصل بك. هاتف {desk}',
  'seat-arrived': '{helper}: تم تسجيل الوصول، {day} الساعة {time}. هاتف {desk}',
  'seat-handed-over': '{helper}: تم تسجيل التسليم، {day}. هناك مشكلة؟ اتصل: {desk}',
  'seat-late-family': '{helper}: لم يسجل الوصول بعد، الموعد {time}. هل كل شيء بخير؟ إن لا، اتصل: {desk}',
  'seat-late-helper': 'كانوا ينتظرونك الساعة {time}. هل وصلت؟ أجب 4. تأخرت؟ أجب 3 أو اتصل: {desk}',
  'hand-over-late-family':
    '{helper}: لم يسجل التسليم بعد، الموعد {until}. هل كل شيء بخير؟ إن لا، اتصل: {desk}',
  'hand-over-late-helper':
    'كان الانتهاء الساعة {until}. هل تم التسليم؟ أجب 5. تحتاج وقتاً؟ أجب 3 أو اتصل: {desk}',
  'seat-late-desk': 'لم يصل خبر وصول {helper}، {day} الساعة {time}. اتصل.',
  'hand-over-late-desk': 'لم يصل خبر التسليم من {helper}، {day}، النهاية {until}. اتصل.',
  'hours-due': 'شكراً على {day}! كم دامت الزيارة؟ أخبرنا: {desk}',
  'seat-reminder-helper':
    'إلى اللقاء {day} من {time} إلى {until}. عند الوصول أجب 4، وبعد التسليم 5. لا يمكنك؟ اتصل: {desk}',
  'seat-reminder-family': 'تذكير: زيارة {helper} {day} من {time} إلى {until}. تغير شيء؟ اتصل: {desk}',
  'hours-to-confirm': `عن {day}: {minutes, plural, one {دقيقة واحدة} two {دقيقتان} few {# دقائق} other {# دقيقة}}. هل هذا صحيح؟ ${ANSWER}`,
  'hours-disputed': 'عن {day} هناك مدتان مختلفتان. هذا يحدث: سنتصل بك. هاتف {desk}',
  'exchange-to-confirm': 'كتب أحدهم تبادل وقت معك. هل هذا صحيح؟ اتصل: {desk}',
  'sms-answer-noted': 'شكراً، وصلنا ردك. هاتف {desk}',
  'sms-answer-called': 'حسناً، سنتصل بك. إن كان الأمر عاجلاً اتصل: {desk}',
  'sms-answer-several': 'سألناك عن أكثر من شيء ولا نعرف عن أيها تجيب. سنتصل بك. هاتف {desk}',
  'sms-answer-late': 'هذا السؤال مغلق، وردك لا يغير شيئاً. أسئلة؟ اتصل: {desk}',
  'sms-answer-unclear': 'لم نفهم الرد. اكتب رقماً واحداً فقط، أو اتصل: {desk}',
  'funds-missing': 'ساعاتك لا تكفي ليوم {day} الساعة {time}. سنجد حلاً، اتصل: {desk}',
};

import type { JoinWords } from './join-words.js';

export const joinAr: JoinWords = {
  invitation: {
    subject: 'دعوة من {community}',
    text: '{community} تدعوك إلى التسجيل.\nافتح الرابط، أو اكتب هذا الرمز في الصفحة: {code}\nلا يهمك الأمر؟ لا تفعل شيئا.',
    button: 'سجّل نفسك',
    sms: '{community} تدعوك. افتح {link}\nأو اكتب الرمز {code}. هاتف {desk}',
  },
  claim: {
    subject: 'صفحتك في {community}',
    text: 'كنا نتابعك حتى الآن بالهاتف. الآن يمكن أن تكون لك صفحتك، ويبقى كل شيء كما هو.\nافتح الرابط، أو اكتب هذا الرمز في الصفحة: {code}\nتفضل الهاتف؟ لا بأس أيضا.',
    button: 'افتح صفحتي',
    sms: '{community}: افتح صفحتك. اذهب إلى {link}\nأو اكتب الرمز {code}. هاتف {desk}',
  },
  refer: {
    subject: 'اقتراح عائلة على {community}',
    text: 'بهذا الرابط يمكنك أن تقترح على {community} عائلة موافقة.\nافتحه، أو اكتب هذا الرمز في الصفحة: {code}\nلا تعطه لغيرك: هو لجهتك.',
    button: 'اقترح عائلة',
    sms: '{community}: لاقتراح عائلة افتح {link}\nأو اكتب الرمز {code}. هاتف {desk}',
  },
  code: {
    subject: 'رمزك: {code}',
    text: 'هذا رمزك للتسجيل في {community}: {code}\nيصلح مرة واحدة ولمدة 10 دقائق، في المتصفح الذي طلبته منه.\nلم تطلبه؟ لا تفعل شيئا.',
    sms: '{community}: رمزك هو {code}. يصلح 10 دقائق. لا تعطه لأحد.',
  },
  known: {
    subject: 'أنت معنا من قبل',
    text: 'أراد شخص، ربما أنت، تسجيل هذا العنوان في {community}. لكنه مسجل من قبل.\nهل هذا أنت؟ ادخل بهذا العنوان.\nلست أنت؟ لا تفعل شيئا.',
    button: 'ادخل',
    sms: '{community}: هذا الرقم مسجل من قبل. ادخل من {link}\nأو اتصل {desk}',
  },
  waits: {
    subject: 'طلبك عندنا من قبل',
    text: 'طلبك للتسجيل في {community} عندنا من قبل. ننظر فيه وسنكتب إليك.\nالأمر عاجل؟ اتصل: {desk}',
    sms: '{community}: طلبك عندنا وسنكتب إليك. هاتف {desk}',
  },
  welcome: {
    subject: 'أهلا بك في {community}',
    text: 'تم تسجيلك في {community}.\nللدخول يكفي هذا العنوان: نرسل إليك رمزا، بدون كلمة مرور.\nإذا اقترحك أحد ولا تريد ذلك فاتصل: {desk}',
    button: 'ادخل',
    sms: '{community}: تم تسجيلك. ادخل من {link}\nهاتف {desk}',
  },
  refused: {
    subject: 'طلبك إلى {community}',
    text: 'نأسف، لا يمكننا تسجيلك في {community}.\nالسبب: {reason}\nأسئلة؟ اتصل: {desk}',
    sms: '{community}: لا يمكننا قبول طلبك. لمعرفة السبب اتصل {desk}',
  },
};

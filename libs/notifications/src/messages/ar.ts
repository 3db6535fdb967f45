import type { Language } from './message-ids.js';

/** Modern standard Arabic, in plain words. All six plural forms are written out where a number is counted. */
export const ar: Language = {
  footer: '{community}. لديك سؤال؟ اتصل بنا: {desk}',
  linkLabel: 'افتح صفحتي',
  someone: 'المساعد',
  digest: {
    subject:
      '{count, plural, zero {لا جديد} one {خبر واحد لك} two {خبران لك} few {# أخبار لك} many {# خبرا لك} other {# خبر لك}}',
    intro: 'إليك الجديد:',
    more: '{count, plural, zero {كل شيء في صفحتك} one {وخبر آخر في صفحتك} two {وخبران آخران في صفحتك} few {و# أخبار أخرى في صفحتك} many {و# خبرا آخر في صفحتك} other {و# خبر آخر في صفحتك}}',
  },
  unsubscribe: {
    linkLabel: 'رسائل أقل من هذا النوع',
    title: 'رسائل أقل',
    question: 'ألا تريد رسائل مثل هذه بعد الآن؟ كل شيء يبقى في صفحتك.',
    button: 'أوقف الرسائل من هذا النوع',
    done: 'تم. لن نرسل لك رسائل مثل هذه بعد الآن.\nهل غيرت رأيك؟ اتصل بنا: {desk}',
  },
  hoursPage: {
    linkLabel: 'أكد بلمسة واحدة',
    button: 'نعم، هذا صحيح',
    signIn: 'افتح صفحتي',
    otherwise: 'هل الأمر مختلف؟ افتح صفحتك واكتب كم استغرقت الزيارة، أو اتصل بنا: {desk}',
    open: {
      subject: 'هل هذا صحيح؟',
      text: '{category}، {day} من {time} إلى {until}، مع {helper}.\nالمدة: {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}.',
    },
    settled: {
      subject: 'شكرا، تم التأكيد',
      text: '{category}، {day}: {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}.\nلا شيء آخر عليك. لديك سؤال؟ اتصل بنا: {desk}',
    },
    disputed: {
      subject: 'سنهتم بالأمر',
      text: 'هناك مدتان مختلفتان من أجل {category}، {day}. هذا يحدث.\nسنراجع الأمر ونتصل بك. يمكنك أيضا الاتصال بنا: {desk}',
    },
    over: {
      subject: 'هذا الرابط لم يعد صالحا',
      text: 'انتهى وقت الرد من هنا، أو تغيرت الزيارة.\nافتح صفحتك لترى الوضع، أو اتصل بنا: {desk}',
    },
  },
  push: { title: 'Intreccio', body: 'هناك جديد لك. المس لقراءته.' },
  calendar: {
    comes: '{category}: يأتي {helper}',
    details: 'كل ما عدا ذلك في صفحتك: {url}\nلديك سؤال؟ اتصل بنا: {desk}',
  },
  signIn: {
    subject: 'رمزك: {code}',
    text: 'هذا هو رمزك: {code}\nيصلح مرة واحدة ولمدة 10 دقائق. استعمله في المتصفح الذي طلبته منه.\nلم تطلبه؟ لا تفعل شيئا. لا يدخل أحد بدون هذا الرمز.',
    linkLabel: 'الدخول بلمسة واحدة',
    footer: 'Intreccio. لا تعط هذا الرمز لأي شخص، ولا حتى لنا.',
    sms: 'Intreccio: رمزك هو {code}. يصلح 10 دقائق. لا تعطه لأحد.',
  },
  messages: {
    'request-received': {
      subject: 'وصلنا طلبك: {category}',
      text: 'شكرا. وصلنا طلبك: {category}، أول مرة {day} الساعة {time}.\nنبحث الآن عن شخص مناسب. سنخبرك.\nهل تغير شيء؟ اتصل بنا: {desk}',
    },
    'request-received-desk': {
      subject: 'طلب جديد: {category}',
      text: 'عائلة تطلب المساعدة: {category}، أول مرة {day} الساعة {time}.',
    },
    'request-withdrawn': {
      subject: 'أغلق طلبك: {category}',
      text: 'سحب الطلب: {category}. لن يأتي أحد.\nهل تحتاج إلى المساعدة مرة أخرى؟ اتصل بنا: {desk}',
    },
    'request-withdrawn-desk': {
      subject: 'سحب طلب: {category}',
      text: 'سحبت العائلة الطلب: {category}، أول مرة {day} الساعة {time}.',
    },
    'request-needs-info': {
      subject: 'سؤال واحد عن طلبك: {category}',
      text: 'نحتاج إلى معرفة المزيد عن طلبك: {category}.\nافتح صفحتك أو اتصل بنا: {desk}. سنساعدك.',
    },
    'request-unmet': {
      subject: 'لم نجد أحدا حتى الآن: {category}',
      text: 'نأسف. لم نجد أحدا من أجل: {category}.\nاتصل بنا: {desk}. لنفكر معا في حل آخر.',
    },
    'request-unmet-desk': {
      subject: 'لم نجد أحدا: {category}',
      text: 'أغلق طلب بدون حل: {category}، أول مرة {day} الساعة {time}. اتصل بالعائلة من فضلك.',
    },
    'visit-cancelled': {
      subject: 'ألغي الموعد: {category}، {day}',
      text: '{visits, plural, zero {ألغيت الزيارات:} one {ألغيت الزيارة:} two {ألغيت الزيارتان:} few {ألغيت # زيارات:} many {ألغيت # زيارة:} other {ألغيت # زيارة:}} {category}، {day} الساعة {time}.\nلديك سؤال؟ اتصل بنا: {desk}',
    },
    'visit-closed': {
      subject: 'مغلق في ذلك اليوم: {category}، {day}',
      text: '{visits, plural, one {لن تتم الزيارة لأن ذلك اليوم مغلق:} two {لن تتم الزيارتان لأن اليومين مغلقان:} few {لن تتم # زيارات لأن تلك الأيام مغلقة:} other {لن تتم # زيارة لأن تلك الأيام مغلقة:}} {category}، {day} الساعة {time}.\nأسئلة؟ اتصل بنا: {desk}',
    },
    'household-moved-helper': {
      subject: 'تغير المكان: {category}، {day}',
      text: 'الزيارات القادمة في مكان آخر، ابتداءً من {day} الساعة {time}: {category}. تجد المكان في صفحتك.\nلم يعد ذلك مناسباً لك؟ اتصل: {desk}',
    },
    'household-moved-desk': {
      subject: 'انتقلت عائلة: {category}، {day}',
      text: 'غيرت عائلة عنوانها. {visits, plural, one {الزيارة المتفق عليها باقية} two {الزيارتان المتفق عليهما باقيتان} few {# زيارات متفق عليها باقية} other {# زيارة متفق عليها باقية}}، ابتداءً من {day} الساعة {time}. انظر هل ما زال ذلك يناسب من يساعد.',
    },
    'visit-offered': {
      subject: 'هل تريدها من جديد؟ {category}، {day}',
      text: '{visits, plural, one {لم يعد ذلك اليوم مغلقا. هل تريد هذه الزيارة من جديد؟} two {لم يعد اليومان مغلقين. هل تريد الزيارتين من جديد؟} few {لم تعد تلك الأيام مغلقة. هل تريد هذه الزيارات الـ# من جديد؟} other {لم تعد تلك الأيام مغلقة. هل تريد هذه الزيارات الـ# من جديد؟}} {category}، {day} الساعة {time}.\nقل ذلك في صفحتك أو اتصل بنا: {desk}. إذا لم تقل شيئا فلن يأتي أحد.',
    },
    'visit-blocked-desk': {
      subject: 'زيارة تحتاج إلى نظر: {category}، {day}',
      text: '{visits, plural, one {زيارة تجمع} two {زيارتان تجمعان} few {# زيارات تجمع} other {# زيارة تجمع}} شخصين لم يعد أحدهما يريد لقاء الآخر: {category}، {day} الساعة {time}. اتصل وقرر من فضلك.',
    },
    'credential-expiring': {
      subject: 'يجب تجديده قريبا: {credential}',
      text: '{credential}: صالح حتى {validUntil}.\nاتصل بنا من فضلك لنجدده معا: {desk}',
    },
    'credential-expiring-desk': {
      subject: 'تنتهي صلاحيته قريبا: {credential}',
      text: '{credential} لأحد المساعدين: صالح حتى {validUntil}. اتصل به ليجدده في الوقت المناسب.',
    },
    'credential-expired': {
      subject: 'لم يعد صالحا: {credential}',
      text: '{credential}: كان صالحا حتى {validUntil}. قبل التجديد لا يمكننا أن نطلب منك بعض الزيارات.\nاتصل بنا، سنساعدك: {desk}',
    },
    'credential-expired-desk': {
      subject: 'انتهت الصلاحية: {credential}',
      text: '{credential} لأحد المساعدين: كان صالحا حتى {validUntil}. انظر إلى الزيارات القادمة المشار إليها.',
    },
    'insurance-ending-desk': {
      subject: 'ينتهي التأمين قريبا: {organisation}',
      text: 'تأمين {organisation} سارٍ حتى {validUntil}، ولا يليه تأمين آخر. بعد ذلك اليوم لا يُقترح أحد ولا تبدأ أي زيارة، والزيارات المتفق عليها لما بعده موجودة في قائمة المهام.\nاكتب العقد التالي في السجل.',
    },
    'insurance-ended-desk': {
      subject: 'انتهى التأمين: {organisation}',
      text: 'كان تأمين {organisation} ساريا حتى {validUntil}. إلى أن يُكتب تأمين جديد في السجل لا يُقترح أحد ولا تبدأ أي زيارة. انظر إلى الزيارات القادمة المشار إليها.',
    },
    'incident-reported': {
      subject: 'بلاغ ينتظرك',
      text: 'أبلغ أحدهم عن أمر غير سليم. لم يتولّه أحد بعد: افتحه وانظر فيه.',
    },
    'incident-escalated': {
      subject: 'لم يتولّ أحد بلاغا',
      text: 'لم يُؤخذ بلاغ في وقته. افتحه الآن من فضلك: قد يحتاج أحدهم إلى مساعدة.',
    },
    'incident-handed-on': {
      subject: 'أُسند إليك بلاغ',
      text: 'أُسند إليك بلاغ للنظر فيه. افتحه حين تستطيع.',
    },
    'proposals-ready': {
      subject:
        '{count, plural, zero {لا اقتراحات} one {اقتراح واحد للنظر فيه} two {اقتراحان للنظر فيهما} few {# اقتراحات للنظر فيها} many {# اقتراحا للنظر فيه} other {# اقتراح للنظر فيه}}',
      text: '{count, plural, zero {لا توجد اقتراحات جديدة.} one {يوجد اقتراح جديد واحد.} two {يوجد اقتراحان جديدان.} few {توجد # اقتراحات جديدة.} many {يوجد # اقتراحا جديدا.} other {يوجد # اقتراح جديد.}} انظر وقرر من فضلك.',
    },
    'helper-asked': {
      subject: 'هل يمكنك المساعدة؟ {category}، {day}',
      text: 'هل يمكنك المساعدة {day} من الساعة {time} إلى الساعة {until}؟ المطلوب: {category}.\n{visits, plural, zero {لا زيارات.} one {زيارة واحدة.} two {زيارتان.} few {# زيارات في المجموع.} many {# زيارة في المجموع.} other {# زيارة في المجموع.}}\nأجب بنعم أو لا في صفحتك. لا بأس إن كان الجواب لا. لديك سؤال؟ اتصل بنا: {desk}',
    },
    'guardian-asked': {
      subject: 'يوجد من يمكنه مساعدتك: {category}',
      text: 'يمكن أن يأتي إليك {helper} يوم {day} من الساعة {time} إلى الساعة {until} من أجل: {category}.\nهل يناسبك ذلك؟ أجب بنعم أو لا في صفحتك. لا حاجة إلى ذكر السبب.\nتفضل الكلام؟ اتصل بنا: {desk}',
    },
    'visit-confirmed-helper': {
      subject: 'تم الاتفاق: {category}، {day}',
      text: 'شكرا! موعدك {day} من الساعة {time} إلى الساعة {until} من أجل: {category}.\nتجد المكان في صفحتك. لا يمكنك الحضور؟ اتصل بنا فورا: {desk}',
    },
    'visit-confirmed-family': {
      subject: 'تم الاتفاق: {category}، {day}',
      text: 'موعدك مع {helper} يوم {day} من الساعة {time} إلى الساعة {until} من أجل: {category}.\nهل تغير شيء؟ اتصل بنا: {desk}',
    },
    'helper-declined-desk': {
      subject: 'اعتذر المساعد: {category}، {day}',
      text: 'اعتذار من {helper} عن: {category}، {day} الساعة {time}. انظر إلى الاقتراح التالي من فضلك.',
    },
    'helper-silent': {
      subject: 'شكرا على كل حال: {category}',
      text: 'لم تجب عن: {category}، {day}. لا بأس، نسأل شخصا آخر.\nهل تريد استراحة؟ اتصل بنا: {desk}',
    },
    'helper-silent-desk': {
      subject: 'لا جواب: {category}، {day}',
      text: 'لا جواب من {helper} عن: {category}، {day} الساعة {time}. انظر إلى الاقتراح التالي من فضلك.',
    },
    'helper-pause': {
      subject: 'هل تريد استراحة؟',
      text: 'سألناك ثلاث مرات ولم نسمع منك. لا بأس في ذلك.\nمن الآن نكتب لك مرة واحدة في اليوم على الأكثر.\nهل تريد أن تتوقف لبعض الوقت؟ اكتب ذلك في صفحتك أو اتصل بنا: {desk}',
    },
    'organisation-changed': {
      subject: 'من يتابعك الآن: {organisation}',
      text: 'ابتداء من اليوم تتابعك {organisation}. يرى العاملون في مكتبها بياناتك لمساعدتك.\nإن كنت تقدم المساعدة، يتغير السجل والتأمين عند منتصف الليل: إن نقص شيء لزيارة ما نتصل بك.\nلم تكن تعلم؟ اتصل بنا: {desk}',
    },
    'new-device': {
      subject: 'دخول جديد، {day} الساعة {time}',
      text: 'دخل أحدهم باسمك من متصفح لم نره من قبل: {day} الساعة {time}.\nهل كنت أنت؟ إذن لا تفعل شيئًا.\nلم تكن أنت؟ افتح صفحتك، واذهب إلى الإعدادات وأنهِ ذلك الدخول. ثم اتصل بنا: {desk}',
    },
    'second-factor-added': {
      subject: 'طريقة جديدة لإثبات أنك أنت',
      text: 'أُضيف إلى حسابك مفتاح مرور أو تطبيق مصادقة: {day} الساعة {time}.\nهل كنت أنت؟ إذن لا تفعل شيئًا.\nلم تكن أنت؟ اتصل بنا فورًا: {desk}',
    },
    'second-factor-removed': {
      subject: 'أُزيلت طريقة لإثبات أنك أنت',
      text: 'أُزيل من حسابك مفتاح مرور أو تطبيق مصادقة: {day} الساعة {time}. وأُنهيت كل عمليات الدخول الأخرى.\nهل كنت أنت؟ إذن لا تفعل شيئًا.\nلم تكن أنت؟ اتصل بنا فورًا: {desk}',
    },
    'second-factor-reset': {
      subject: 'أُعيد ضبط خطوتك الثانية',
      text: 'أزال أحد المسؤولين مفاتيح المرور وتطبيق المصادقة من حسابك: {day} الساعة {time}. وأُنهيت كل عمليات الدخول الخاصة بك.\nعند دخولك القادم يمكنك إعداد طرق جديدة.\nلم تطلب ذلك؟ اتصل بنا فورًا: {desk}',
    },
    'identity-link-asked': {
      subject: 'شخص ما يريد الدخول باسمك',
      text: 'طلب شخص ما الدخول باسمك عبر خدمة دخول، مثل SPID. هل هو أنت؟ إذن لا شيء عليك: المكتب ينظر ويجيب.\nلست أنت؟ افتح الإعدادات وارفض، أو اتصل: {desk}',
    },
    'identity-link-asked-desk': {
      subject: 'للتأكيد: دخول {helper}',
      text: 'يطلب شخص ما الدخول باسم {helper} عبر خدمة دخول. انظر هل هو الشخص نفسه، ثم أكّد أو ارفض.',
    },
    'identity-link-confirmed': {
      subject: 'يمكنك الآن الدخول بهذه الطريقة أيضاً',
      text: 'أكّد المكتب: من الآن تدخل أيضاً عبر خدمة الدخول الخاصة بك. يمكنك إزالتها من الإعدادات متى شئت.\nلم تطلب ذلك؟ اتصل فوراً: {desk}',
    },
    'mail-bounced-desk': {
      subject: 'رسالة لم تصل',
      text: 'الرسائل إلى {helper} لا تصل: العنوان لم يعد يعمل. اتصل واطلب العنوان الجديد.',
    },
    'call-me-desk': {
      subject: 'معاودة الاتصال: {category}، {day}',
      text: 'أجاب {helper} على رسالة قصيرة: «اتصلوا بي». الموضوع: {category}، {day} الساعة {time}.',
    },
    'sms-answer-noted': {
      subject: 'ردك',
      text: 'شكراً، وصلنا ردك. هاتف {desk}',
    },
    'sms-answer-called': {
      subject: 'ردك',
      text: 'حسناً، سنتصل بك. إن كان الأمر عاجلاً اتصل: {desk}',
    },
    'sms-answer-several': {
      subject: 'ردك',
      text: 'سألناك عن أكثر من شيء ولا نعرف عن أيها تجيب. سنتصل بك. هاتف {desk}',
    },
    'sms-answer-late': {
      subject: 'ردك',
      text: 'هذا السؤال مغلق، وردك لا يغير شيئاً. أسئلة؟ اتصل: {desk}',
    },
    'sms-answer-unclear': {
      subject: 'ردك',
      text: 'لم نفهم الرد. اكتب رقماً واحداً فقط، أو اتصل: {desk}',
    },
    'guardian-refused': {
      subject: 'ليس هذه المرة: {category}، {day}',
      text: 'الزيارة {category}، {day} لن تكون معك. لا علاقة لذلك بك.\nشكرا على موافقتك. لديك سؤال؟ اتصل بنا: {desk}',
    },
    'guardian-refused-desk': {
      subject: 'لم توافق العائلة: {category}، {day}',
      text: 'تفضل العائلة شخصا آخر بدل {helper} من أجل: {category}، {day} الساعة {time}.',
    },
    'assignment-cancelled': {
      subject: 'ألغي الموعد: {category}، {day}',
      text: '{visits, plural, zero {ألغيت الزيارات:} one {ألغيت الزيارة:} two {ألغيت الزيارتان:} few {ألغيت # زيارات:} many {ألغيت # زيارة:} other {ألغيت # زيارة:}} {category}، من {day} الساعة {time}.\nلديك سؤال؟ اتصل بنا: {desk}',
    },
    'seat-cancelled': {
      subject: 'ألغي الموعد: {category}، {day}',
      text: 'ألغيت الزيارة: {category}، {day} الساعة {time}.\nلديك سؤال؟ اتصل بنا: {desk}',
    },
    'replacement-sought': {
      subject: 'نبحث عن شخص آخر: {category}، {day}',
      text: 'لا يمكن للمساعد الحضور من أجل: {category}، {day} الساعة {time}. نبحث عن شخص آخر.\nسنخبرك. اتصل بنا متى شئت: {desk}',
    },
    'replacement-sought-desk': {
      subject: 'مطلوب بديل: {category}، {day}',
      text: 'لا يمكن حضور {helper} من أجل: {category}، {day} الساعة {time}. ابحث عن بديل من فضلك.',
    },
    'replacement-asked': {
      subject: 'هل يمكنك الحضور بدلا من شخص آخر؟ {category}، {day}',
      text: 'شخص لا يستطيع الحضور. هل يمكنك الذهاب {day} من الساعة {time} إلى الساعة {until} من أجل: {category}؟\nنسأل آخرين أيضا: أول من يقول نعم يأخذ المكان. ولا بأس إن كان الجواب لا.\nأجب في صفحتك أو اتصل بنا: {desk}',
    },
    'replacement-taken': {
      subject: 'شكرا، وجدنا شخصا: {category}، {day}',
      text: 'لم نعد بحاجة إلى أحد من أجل: {category}، {day} الساعة {time}. ليس عليك فعل شيء.\nشكرا لك على كل حال. أسئلة؟ اتصل بنا: {desk}',
    },
    'not-replaced': {
      subject: 'لم نجد أحدا: {category}، {day}',
      text: 'نأسف. لم نجد أحدا بدلا ممن لا يستطيع الحضور من أجل: {category}، {day} الساعة {time}.\nاتصل بنا فورا: {desk}. سنساعدك.',
    },
    'not-replaced-desk': {
      subject: 'لا بديل: {category}، {day}',
      text: 'لم نجد أحدا بدلا من {helper} من أجل: {category}، {day} الساعة {time}. اتصل بالعائلة من فضلك.',
    },
    'regime-asked': {
      subject: 'هل يناسبك نوع آخر من المساعدة؟ {category}، {day}',
      text: 'يمكن لشخص أن يحضر من أجل: {category}، {day} الساعة {time}، لكن بنوع مساعدة غير الذي اخترته.\nقل لنا في صفحتك هل يناسبك ذلك، لهذه المرة فقط. تفضل الكلام؟ اتصل بنا: {desk}',
    },
    'seat-no-show': {
      subject: 'لم تتم الزيارة: {category}، {day}',
      text: 'قيل لنا إن الزيارة لم تتم: {category}، {day} الساعة {time}.\nهل هذا خطأ، أو تحتاج إلى المساعدة الآن؟ اتصل بنا: {desk}',
    },
    'seat-no-show-desk': {
      subject: 'زيارة لم تتم: {category}، {day}',
      text: 'لم تتم الزيارة {category} مع {helper}، {day} الساعة {time}. اتصل بالطرفين من فضلك.',
    },
    'no-show-contested': {
      subject: 'ننظر في الأمر معا: {category}، {day}',
      text: 'من أجل: {category}، {day} الساعة {time}، يقول كل طرف شيئا مختلفا. قد يحدث هذا.\nننظر في الأمر وسنتصل بك. يمكنك أيضا الاتصال بنا: {desk}',
    },
    'no-show-contested-desk': {
      subject: 'زيارة لم تتم؟ {category}، {day}',
      text: 'من أجل: {category} مع {helper}، {day} الساعة {time}: طرف يقول إن الزيارة لم تتم، والآخر يقول إنها تمت. استمع إلى الطرفين وقرر من فضلك.',
    },
    'seat-arrived': {
      subject: 'تم الوصول: {helper}',
      text: 'تم وصول {helper} من أجل: {category}، {day} الساعة {time}.',
    },
    'seat-handed-over': {
      subject: 'تم التسليم: {category}',
      text: 'تم التسليم من طرف {helper} من أجل: {category}، {day} الساعة {time}.\nهل هناك مشكلة؟ اتصل بنا فورا: {desk}',
    },
    'seat-late-family': {
      subject: 'هل وصل إليك {helper}؟ {category}، {time}',
      text: 'لم نعلم بعد بوصول {helper} من أجل: {category}، الساعة {time}.\nهل كل شيء على ما يرام؟ إن لم يكن، اتصل بنا فورا: {desk}',
    },
    'seat-late-helper': {
      subject: 'هل وصلت؟ {category}، {time}',
      text: 'لم تخبرنا بعد بوصولك من أجل: {category}، الساعة {time}.\nالمس «أنا هنا» في صفحتك. هل ستتأخر أو لا يمكنك الحضور؟ اتصل بنا فورا: {desk}',
    },
    'seat-late-desk': {
      subject: 'لم يسجل الوصول: {category}، {time}',
      text: 'لا خبر عن وصول {helper} من أجل: {category}، {day} الساعة {time}. اتصل من فضلك.',
    },
    'hand-over-late-family': {
      subject: 'هل تم التسليم؟ {category}، {until}',
      text: 'لم نعلم بعد بالتسليم من طرف {helper} من أجل: {category}. كان الموعد ينتهي الساعة {until}.\nهل كل شيء على ما يرام؟ إن لم يكن، اتصل بنا فورا: {desk}',
    },
    'hand-over-late-helper': {
      subject: 'هل تم التسليم؟ {category}، {until}',
      text: 'لم تخبرنا بعد بالتسليم من أجل: {category}. كان الموعد ينتهي الساعة {until}.\nالمس «تم التسليم» في صفحتك. تحتاج إلى وقت أكثر؟ اتصل بنا فورا: {desk}',
    },
    'hand-over-late-desk': {
      subject: 'لم يسجل التسليم: {category}، {until}',
      text: 'لا خبر عن التسليم من طرف {helper} من أجل: {category}، {day}، نهاية الموعد الساعة {until}. اتصل من فضلك.',
    },
    'hours-due': {
      subject: 'كم دامت الزيارة؟ {category}، {day}',
      text: 'انتهت الزيارة: {category}، {day} الساعة {time}. شكرا!\nاكتب في صفحتك كم دامت.',
    },
    'seat-reminder-helper': {
      subject: 'موعدك قريب: {category}، {day}',
      text: 'تذكير: {category}، {day} من الساعة {time} إلى الساعة {until}. هم في انتظارك.\nهل ستحضر؟ قل ذلك في صفحتك: «سأحضر». لا يمكنك الحضور؟ اتصل بنا فورا: {desk}',
    },
    'seat-reminder-family': {
      subject: 'موعدك قريب: {category}، {day}',
      text: 'تذكير: موعدك مع {helper} من أجل: {category}، {day} من الساعة {time} إلى الساعة {until}.\nهل تغير شيء؟ اتصل بنا فورا: {desk}',
    },
    'hours-to-confirm': {
      subject: 'هل هذا صحيح؟ {category}، {day}',
      text: 'من أجل {category}، {day} كتب أحدهم: {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}.\nهل هذا صحيح؟ أجب بنعم أو لا في صفحتك. السكوت يعني نعم بعد {autoConfirmDays, plural, zero {# يوم} one {يوم واحد} two {يومين} few {# أيام} many {# يوما} other {# يوم}}.\nلديك سؤال؟ اتصل بنا: {desk}',
    },
    'hours-disputed': {
      subject: 'سنحل الأمر: {category}، {day}',
      text: 'من أجل {category}، {day} هناك مدتان مختلفتان. هذا يحدث.\nسننظر في الأمر ونتصل بك. يمكنك أيضا الاتصال بنا: {desk}',
    },
    'hours-disputed-desk': {
      subject: 'مدة يجب حسمها: {category}، {day}',
      text: 'لا يتفق الطرفان على المدة: {category}، {day} الساعة {time}. احسم الأمر من فضلك.',
    },
    'hours-settled': {
      subject: 'حددت المدة: {category}، {day}',
      text: 'من أجل {category}، {day} كتبنا: {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}.\nلديك سؤال؟ اتصل بنا: {desk}',
    },
    'hours-confirmed': {
      subject: 'تأكدت المدة: {category}، {day}',
      text: 'من أجل {category}، {day} حسبنا {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}. شكرا!',
    },
    'answer-recorded-yes': {
      subject: 'سجلنا موافقتك: {category}، {day}',
      text: 'قلت لنا نعم من أجل {category}، {day} من الساعة {time} إلى الساعة {until}. كتبنا ذلك نيابة عنك.\nالأمر ليس كذلك، أو غيرت رأيك؟ اتصل بنا فورا: {desk}',
    },
    'answer-recorded-no': {
      subject: 'سجلنا رفضك: {category}، {day}',
      text: 'قلت لنا لا من أجل {category}، {day} من الساعة {time} إلى الساعة {until}. كتبنا ذلك نيابة عنك. لا بأس في ذلك.\nالأمر ليس كذلك؟ اتصل بنا: {desk}',
    },
    'answer-recorded-hours': {
      subject: 'سجلنا المدة التي قلتها لنا: {category}، {day}',
      text: 'قلت لنا كم دامت الزيارة، {category}، {day}: {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}. كتبنا ذلك نيابة عنك.\nليس صحيحا؟ اتصل بنا: {desk}',
    },
    'answer-recorded-hours-wrong': {
      subject: 'سجلنا أن المكتوب غير صحيح: {category}، {day}',
      text: 'قلت لنا إن المكتوب عن {category}، {day} الساعة {time}، غير صحيح. كتبنا ذلك نيابة عنك. سننظر في الأمر ونتصل بك.\nلم تقل لنا ذلك؟ اتصل بنا: {desk}',
    },
    'answer-recorded-question': {
      subject: 'سجلنا جوابك: {category}',
      text: 'أجبت عن سؤالنا عن طلبك: {category}، {day}. كتبنا ذلك نيابة عنك، والبحث مستمر الآن.\nالأمر ليس كذلك؟ اتصل بنا: {desk}',
    },
    'answer-recorded-choice': {
      subject: 'سجلنا ما قلته لنا عن بياناتك',
      text: 'قلت لنا على ماذا توافق، أو ما يجب معرفته عمن تأتمننا عليه. كتبنا ذلك نيابة عنك.\nالأمر ليس كذلك، أو غيرت رأيك؟ اتصل بنا: {desk}',
    },
    'exchange-to-confirm': {
      subject: 'هل تبادلتما الوقت؟ {category}',
      text: 'كتب أحد الأعضاء أنكما تبادلتما {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}: {category}، {happenedOn}.\nهل هذا صحيح؟ أجب بنعم أو لا في صفحتك. لديك سؤال؟ اتصل بنا: {desk}',
    },
    'exchange-confirmed': {
      subject: 'تأكد التبادل: {category}',
      text: 'تأكد تبادلك: {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}، {category}، {happenedOn}.',
    },
    'exchange-reversed': {
      subject: 'ألغي التبادل: {category}',
      text: 'ألغي تبادلك: {minutes, plural, one {دقيقة واحدة} two {دقيقتان} few {# دقائق} other {# دقيقة}}، {category}، {happenedOn}. عاد الوقت كما كان.\nأسئلة؟ اتصل: {desk}',
    },
    'join-request-waiting-desk': {
      subject: 'شخص يطلب التسجيل',
      text: 'يطلب شخص التسجيل، أو اقترحه أحد. انظر من هو وأجب.',
    },
    'referral-asked-desk': {
      subject: 'للنظر: إحالة من {organisation}',
      text: 'تطلب {organisation} مشاركة شخص أو عائلة معكم حتى {validUntil}. انظر وأجب.',
    },
    'referral-accepted-desk': {
      subject: 'وافقت {organisation}',
      text: 'قبلت {organisation} الإحالة حتى {validUntil}.',
    },
    'referral-refused-desk': {
      subject: 'لم توافق {organisation}',
      text: 'لم تقبل {organisation} الإحالة. انظر ما الذي يمكن أن يساعد غير ذلك.',
    },
    'referral-revoked-desk': {
      subject: 'انتهت الإحالة: {organisation}',
      text: 'أنهت {organisation} إحالة قبل {validUntil}. من الآن يراها فقط من كان يتابعها من قبل.',
    },
    'referral-shared': {
      subject: '{organisation} تساعدك أيضاً',
      text: 'من الآن ترى {organisation} أيضاً ما يلزم لمساعدتك، حتى {validUntil}.\nهذا لا يناسبك، أو لديك أسئلة؟ اتصل: {desk}',
    },
    'funds-missing': {
      subject: 'الساعات لا تكفي: {category}، {day}',
      text: 'من أجل {category}، {day} الساعة {time} ساعاتك لا تكفي.\nلا تقلق، سنجد حلا معا. اتصل بنا: {desk}',
    },
    'funds-missing-desk': {
      subject: 'الساعات لا تكفي: {category}، {day}',
      text: 'لا تكفي ساعات العائلة ولا الصندوق من أجل: {category}، {day} الساعة {time}. اتصل بالعائلة من فضلك.',
    },
  },
};

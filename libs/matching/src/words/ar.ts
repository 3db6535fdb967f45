import type { Lexicon } from './message-ids.js';

const minutes = (name: string): string =>
  `{${name}, plural, zero {أقل من دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} other {# دقيقة}}`;
const points = (name: string): string =>
  `{${name}, plural, zero {لا شيء} one {نقطة واحدة} two {نقطتين} few {# نقاط} other {# نقطة}}`;
const VISITS =
  '{visits, plural, zero {لا زيارة} one {زيارة واحدة} two {زيارتان} few {# زيارات} other {# زيارة}}';
const FAMILIES =
  '{families, plural, zero {لا عائلة} one {عائلة أخرى} two {عائلتان أخريان} few {# عائلات أخرى} other {# عائلة أخرى}}';
const SERVED =
  '{families, plural, zero {لا عائلة} one {عائلة واحدة} two {عائلتين} few {# عائلات} other {# عائلة}}';
const WAITING =
  '{waiting, plural, zero {لا أحد} one {عائلة واحدة} two {عائلتان} few {# عائلات} other {# عائلة}}';
const PEOPLE = '{helpers, plural, zero {لا أحد} one {شخص واحد} two {شخصان} few {# أشخاص} other {# شخصًا}}';
const FIT = `كل شيء آخر مناسب مع ${PEOPLE}`;
const MORE =
  '{helpers, plural, zero {لا أحد} one {شخص إضافي واحد} two {شخصان إضافيان} few {# أشخاص إضافيين} other {# شخصًا إضافيًا}}';

export const ar: Lexicon = {
  weekdays: ['الاثنين', 'الثلاثاء', 'الأربعاء', 'الخميس', 'الجمعة', 'السبت', 'الأحد'],
  bands: { morning: 'صباح', afternoon: 'بعد ظهر', evening: 'مساء', night: 'ليل' },
  when: '{band} {weekday}',
  sentences: {
    'why-preference': 'العائلة طلبتك أنت.',
    'why-continuity':
      'أنتم تعرفون بعضكم: التقيتم {visitsTogether, plural, zero {# مرة} one {مرة واحدة} two {مرتين} few {# مرات} many {# مرة} other {# مرة}}.',
    'why-travel':
      'الطريق من عندك {minutes, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتان} few {# دقائق} many {# دقيقة} other {# دقيقة}}.',
    'why-skill': 'أنت تعرف المادة المطلوبة.',
    'why-language': 'أنت تتحدث لغة طلبتها العائلة.',
    'why-newcomer': 'لم تكن لك زيارة بعد: هذا دورك.',
    'why-free': 'أنت متفرغ في هذه الأوقات، كما أخبرتنا.',
    'term-serve': 'أولًا: لا تبقى عائلة بلا مساعدة.',
    'term-continuity':
      '{visitsTogether, plural, zero {لم يلتقيا بعد.} one {التقيا مرة من قبل.} two {التقيا مرتين من قبل.} few {التقيا # مرات من قبل.} other {التقيا # مرة من قبل.}}',
    'term-travel': `${minutes('minutes')} بالطريق، من {mostMinutes} على الأكثر.`,
    'term-skill':
      '{subjects, plural, zero {لا حاجة إلى مادة.} other {يعرف ما هو مطلوب{extraSubjects, plural, zero {} one {؛ ولديه مادة أخرى تفيد غيره} two {؛ ولديه مادتان أخريان تفيدان غيره} few {؛ ولديه # مواد أخرى تفيد غيره} other {؛ ولديه # مادة أخرى تفيد غيره}}.}}',
    'term-language': '{asked, plural, zero {أي لغة مناسبة.} other {يتكلم لغة طلبتها العائلة.}}',
    'term-waiting':
      'تنتظر العائلة منذ {days, plural, zero {أقل من يوم} one {يوم واحد} two {يومين} few {# أيام} other {# يومًا}}.',
    'term-urgency':
      '{urgency, select, urgent {عاجل} soon {قريبًا} other {غير عاجل}}: بقي {hoursAhead, plural, zero {أقل من ساعة} one {ساعة واحدة} two {ساعتان} few {# ساعات} other {# ساعة}}.',
    'term-fairness': `{neverPlaced, select, true {لم يساعد أحدًا بعد: الدور للجدد.} other {أعطى ${minutes('recentMinutes')} في الأسابيع الثمانية الأخيرة.}}`,
    'term-reciprocity':
      '{inDebit, select, true {تلقى أكثر مما أعطى: هكذا يرد الجميل.} other {ليس عليه ساعات يردها.}}',
    'term-preference':
      '{asked, select, true {طلبت العائلة هذا الشخص بعينه.} other {لم تطلب العائلة هذا الشخص.}}',
    'check-credentials': 'الفحوص المطلوبة: {required}، كلها صالحة حتى {until} أو بعده.',
    'check-no-credentials': 'لا يلزم أي فحص هنا.',
    'check-free': `لديه وقت: {from}، لمدة ${minutes('minutes')}.`,
    'check-travel': 'الطريق مناسب: {minutes} دقيقة من {mostMinutes}.',
    'check-weekly-minutes': 'الأسبوع: {used} دقيقة موعودة من {most}؛ هذا الاقتراح يضيف {adds}.',
    'check-insured': 'مؤمَّن منذ {since}.',
    'check-no-insurance': 'لا يلزم تأمين هنا.',
    'check-not-blocked': 'لم يحظر أي من الطرفين الآخر.',
    'scarcity-contested': `ساعات مطلوبة جدًا: تطلب ${FAMILIES} الأشخاص أنفسهم. بلا مساعدة حتى الآن: ${WAITING}. يستطيع المجيء: {helpers}.`,
    'scarcity-wanted': `ساعات مطلوبة: تطلب ${FAMILIES} الأشخاص أنفسهم. يستطيع المجيء: {helpers}. بلا مساعدة: ${WAITING}.`,
    'scarcity-quiet': `ساعات هادئة: من يستطيع المجيء ({helpers}) يكفي للجميع. عائلات أخرى تطلب: {families}. بلا مساعدة: ${WAITING}.`,
    'next-needed-elsewhere': 'عائلة أخرى تحتاج إلى هذا الشخص أكثر.',
    'next-lower-score': `أقل ملاءمة لهذه الزيارة بمقدار ${points('fewer')}.`,
    'cost-nothing': 'اختيار هذا الشخص لا يكلف الخطة شيئًا.',
    'cost-exact': `اختيار هذا الشخص يكلف الخطة ${points('points')}.`,
    'cost-about': `اختيار هذا الشخص يكلف الخطة نحو ${points('points')}، و{most} على الأكثر.`,
    'cost-at-least': `اختيار هذا الشخص يكلف الخطة ${points('least')} على الأقل، و{points} بالتقدير.`,
    'cost-visits': `اختيار هذا الشخص يترك بلا مساعدة: ${VISITS}.`,
    'cost-unknown': 'لم يعد لدى هذا الشخص وقت لهذه الزيارة: لديه وعود أخرى.',
    'rule-category': 'لا أحد يقدم هذه المساعدة.',
    'rule-regime': `بطريقة أخرى فقط (تطوع أو بنك وقت): ${PEOPLE}.`,
    'rule-own-household': `من العائلة نفسها، ولا أحد يساعد نفسه: ${PEOPLE}.`,
    'rule-blocked': `أحد الطرفين لا يريد لقاء الآخر: ${PEOPLE}.`,
    'rule-turned-down': `قيل «لا» لهذا الطلب من قبل: ${PEOPLE}.`,
    'rule-subjects': `بلا المادة المطلوبة: ${PEOPLE}.`,
    'rule-languages': `بلا اللغة المطلوبة: ${PEOPLE}.`,
    'rule-age-band': `لأعمار أخرى فقط: ${PEOPLE}.`,
    'rule-mobility': `بلا المساعدة اللازمة على الحركة: ${PEOPLE}.`,
    'rule-car-seats': `بلا المقاعد اللازمة في السيارة: ${PEOPLE}.`,
    'rule-municipality': `في بلديات أخرى فقط: ${PEOPLE}.`,
    'rule-funds': `ساعات بنك الوقت لا تكفي. في الانتظار: ${PEOPLE}.`,
    'rule-ceiling': `مع أكثر ما يمكن من الساعات: ${PEOPLE}.`,
    'rule-asked-today': `مع ما يكفي من الطلبات اليوم: ${PEOPLE}.`,
    'rule-asked-enough': `مع ما يكفي من الطلبات هذا الأسبوع: ${PEOPLE}.`,
    'rule-reach': `بعيد جدًا: ${PEOPLE}.`,
    'rule-collection': `بلا إذن للأخذ من هذه المدرسة: ${PEOPLE}.`,
    'rule-credential': `قريب، لكن بلا فحص مطلوب: ${PEOPLE}.`,
    'rule-insurance': `بلا تأمين في ذلك اليوم: ${PEOPLE}.`,
    'rule-availability': `بلا وقت في تلك الساعة: ${PEOPLE}.`,
    'rule-overlap': `عند عائلة أخرى في تلك الساعة: ${PEOPLE}.`,
    'rule-travel': `بعيد عن الزيارة السابقة أو التالية: ${PEOPLE}.`,
    'rule-weekly-minutes': `بلا دقائق باقية في ذلك الأسبوع: ${PEOPLE}.`,
    'rule-busy': `من يستطيع المجيء مشغول في تلك الساعة: ${PEOPLE}.`,
    'rule-cap': `من يستطيع المجيء بلا دقائق باقية في ذلك الأسبوع: ${PEOPLE}.`,
    'rule-outbid': `من يستطيع المجيء تحتاج إليه عائلة أخرى في تلك الساعة: ${PEOPLE}.`,
    'outbid-by': `{category}: قبل هذه الزيارة ${VISITS}، {term, select, continuity {لأنهم يعرفون بعضهم} travel {لأن الطريق أقصر} skill {لأن المادة أنسب} language {بسبب اللغة} waiting {لأنهم انتظروا أكثر} urgency {لأنها أعجل} fairness {ليأخذ الجميع دورهم} reciprocity {لرد الساعات} preference {لأن العائلة طلبت الشخص} other {لأن المكان لا يكفي للجميع}}.`,
    'change-availability': `${FIT}: يكفي أن يكون أحدهم متفرغًا {from}، لمدة ${minutes('minutes')}.`,
    'change-credential': `${FIT}: يكفي أن يجتاز أحدهم ما ينقص: {credentials}.`,
    'change-reach': `${FIT}: يكفي أن يقطع أحدهم طريقًا أطول بمقدار ${minutes('minutes')}.`,
    'change-weekly-minutes': `${FIT}: يكفي أن يعطي أحدهم في ذلك الأسبوع زيادة قدرها ${minutes('minutes')}.`,
    'change-insurance': `${FIT}: يكفي تأمين أحدهم في الوقت المناسب.`,
    'change-collection': `${FIT}: يكفي أن تأذن العائلة لأحدهم بالأخذ من المدرسة.`,
    'change-overlap': `${FIT}: يكفي نقل الزيارة إلى ساعة أخرى من ذلك اليوم.`,
    'change-travel': `${FIT}: يكفي تغيير ساعة الزيارة قليلًا.`,
    recruit: `${MORE} للمساعدة في {category}، {when}، على بعد {minutes} دقيقة من {zone} على الأكثر: هكذا تُخدم ${SERVED} (${VISITS}).`,
    'recruit-checked': `${MORE} للمساعدة في {category}، {when}، على بعد {minutes} دقيقة من {zone} على الأكثر، مع {credentials}: هكذا تُخدم ${SERVED} (${VISITS}).`,
  },
};

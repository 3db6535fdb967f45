import type { Lexicon } from './message-ids.js';

const HELPERS = '{helpers, plural, one {# helper} other {# helpers}}';
const FIT = '{helpers, plural, one {# helper fits} other {# helpers fit}} in all else';
const MINUTES = '{minutes, plural, one {# minute} other {# minutes}}';

export const en: Lexicon = {
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  bands: { morning: 'morning', afternoon: 'afternoon', evening: 'evening', night: 'night' },
  when: '{weekday} {band}',
  sentences: {
    'why-preference': 'The family asked for you.',
    'why-continuity':
      'You know each other: you have met {visitsTogether, plural, one {once} other {# times}}.',
    'why-travel': 'It is {minutes, plural, one {# minute} other {# minutes}} by road from you.',
    'why-skill': 'You know the subject that is needed.',
    'why-language': 'You speak a language the family asked for.',
    'why-newcomer': 'You have not had a visit yet: it is your turn.',
    'why-free': 'You are free at these times, as you told us.',
    'term-serve': 'First of all: no family is left without help.',
    'term-continuity':
      '{visitsTogether, plural, =0 {They have not met yet.} one {They have met once before.} other {They have met # times before.}}',
    'term-travel': '{minutes, plural, one {# minute} other {# minutes}} by road, of {mostMinutes} at most.',
    'term-skill':
      '{subjects, plural, =0 {No subject is needed.} other {Knows what is needed{extraSubjects, plural, =0 {} one {; has # more subject, useful to others} other {; has # more subjects, useful to others}}.}}',
    'term-language':
      '{asked, plural, =0 {Any language will do.} other {Speaks a language the family asked for.}}',
    'term-waiting': 'The family has waited {days, plural, =0 {less than a day} one {# day} other {# days}}.',
    'term-urgency':
      '{urgency, select, urgent {Urgent} soon {Needed soon} other {Not urgent}}: {hoursAhead, plural, =0 {less than an hour ahead} one {# hour ahead} other {# hours ahead}}.',
    'term-fairness':
      '{neverPlaced, select, true {Has not helped anybody yet: newcomers get their turn.} other {{recentMinutes, plural, =0 {No minutes given} one {# minute given} other {# minutes given}} in the last eight weeks.}}',
    'term-reciprocity':
      '{inDebit, select, true {Received more than they gave: a way to give back.} other {Has no hours to give back.}}',
    'term-preference':
      '{asked, select, true {The family asked for this person.} other {The family did not ask for this person.}}',
    'check-credentials': 'Required checks: {required}, all valid until {until} or longer.',
    'check-no-credentials': 'No check is required here.',
    'check-free': 'Free: {from}, for {minutes, plural, one {# minute} other {# minutes}}.',
    'check-travel': 'The way is fine: {minutes} minutes of {mostMinutes}.',
    'check-weekly-minutes':
      'The week: {used} minutes of {most} are promised already; this proposal adds {adds}.',
    'check-insured': 'Insured since {since}.',
    'check-no-insurance': 'No insurance is needed here.',
    'check-not-blocked': 'Neither side has blocked the other.',
    'scarcity-contested':
      'Many families compete for these hours: {families, plural, one {another family asks} other {# other families ask}} for the same people, and {waiting, plural, =0 {every helper more would count} one {one is still without help} other {# are still without help}}. Who could come: {helpers}.',
    'scarcity-wanted':
      'These hours are wanted: {families, plural, =0 {few people are free} one {another family asks for the same people} other {# other families ask for the same people}}. Who could come: {helpers}. Without help: {waiting}.',
    'scarcity-quiet':
      'Quiet hours: those who could come ({helpers}) are enough for all. Other families who ask: {families}. Without help: {waiting}.',
    'next-needed-elsewhere': 'Another family needs this person more.',
    'next-lower-score':
      'Fits less well: {fewer, plural, one {# point} other {# points}} fewer for this visit.',
    'cost-nothing': 'Choosing this person costs the plan nothing.',
    'cost-exact': 'Choosing this person costs the plan {points, plural, one {# point} other {# points}}.',
    'cost-about':
      'Choosing this person costs the plan about {points, plural, one {# point} other {# points}}, {most} at most.',
    'cost-at-least':
      'Choosing this person costs the plan at least {least, plural, one {# point} other {# points}}, {points} by estimate.',
    'cost-visits':
      'Choosing this person leaves {visits, plural, one {# visit} other {# visits}} without help.',
    'cost-unknown': 'This person has no room left for this visit: other promises are in the way.',
    'rule-category': 'Nobody offers this kind of help.',
    'rule-regime': `Only in the other way (volunteer or time bank): ${HELPERS}.`,
    'rule-own-household': `Of the same household, nobody helps themselves: ${HELPERS}.`,
    'rule-blocked': `One side does not want to meet the other: ${HELPERS}.`,
    'rule-turned-down': `There was a no already for this request: ${HELPERS}.`,
    'rule-subjects': `Without the subject that is needed: ${HELPERS}.`,
    'rule-languages': `Without the language that is needed: ${HELPERS}.`,
    'rule-age-band': `Only for other ages: ${HELPERS}.`,
    'rule-mobility': `Without the help to move that is needed: ${HELPERS}.`,
    'rule-car-seats': `Without the seats in the car that are needed: ${HELPERS}.`,
    'rule-municipality': `Only in other municipalities: ${HELPERS}.`,
    'rule-funds': `The time bank lacks the hours: ${HELPERS} waiting.`,
    'rule-ceiling': `With the most hours one can save already: ${HELPERS}.`,
    'rule-asked-today': `Asked often enough today: ${HELPERS}.`,
    'rule-asked-enough': `Asked often enough this week: ${HELPERS}.`,
    'rule-reach': `Too far away: ${HELPERS}.`,
    'rule-collection': `Not allowed to collect from this school: ${HELPERS}.`,
    'rule-credential': `In reach, but without a required check: ${HELPERS}.`,
    'rule-insurance': `Not insured on that day: ${HELPERS}.`,
    'rule-availability': `Not free at that hour: ${HELPERS}.`,
    'rule-overlap': `With another family at that hour: ${HELPERS}.`,
    'rule-travel': `Too far from the visit before or after: ${HELPERS}.`,
    'rule-weekly-minutes': `No minutes left in that week: ${HELPERS}.`,
    'rule-busy': `Those who could come are busy at that hour: ${HELPERS}.`,
    'rule-cap': `Those who could come have no minutes left in that week: ${HELPERS}.`,
    'rule-outbid': `Those who could come are needed at that hour by another family: ${HELPERS}.`,
    'outbid-by':
      '{category}: {visits, plural, one {# visit} other {# visits}} came before this one, {term, select, continuity {because they know each other} travel {because the way is shorter} skill {because the subject fits better} language {for the language} waiting {because they had waited longer} urgency {because they are more urgent} fairness {to give everybody a turn} reciprocity {to give hours back} preference {because the family asked for the person} other {because there is not room for all}}.',
    'change-availability': `${FIT}: it would do to have one free on {from}, for ${MINUTES}.`,
    'change-credential': `${FIT}: it would do if one passed what is missing: {credentials}.`,
    'change-reach': `${FIT}: it would do if one came ${MINUTES} further.`,
    'change-weekly-minutes': `${FIT}: it would do if one gave ${MINUTES} more that week.`,
    'change-insurance': `${FIT}: it would do to insure one in time.`,
    'change-collection': `${FIT}: it would do if the family authorised one to collect from school.`,
    'change-overlap': `${FIT}: it would do to move the visit to another hour of that day.`,
    'change-travel': `${FIT}: it would do to move the visit a little.`,
    recruit:
      '{helpers, plural, one {One more helper} other {# more helpers}} for {category} on {when}, within {minutes} minutes of {zone}, would serve {families, plural, one {one family} other {# families}} ({visits, plural, one {# visit} other {# visits}}).',
    'recruit-checked':
      '{helpers, plural, one {One more helper} other {# more helpers}} for {category} on {when}, within {minutes} minutes of {zone}, with {credentials}, would serve {families, plural, one {one family} other {# families}} ({visits, plural, one {# visit} other {# visits}}).',
  },
};

import type { UnmatchedFacts } from '../explain-unmatched.js';
import type { Change } from '../one-step-away.js';
import type { RecruitingNeed } from '../recruiting.js';
import { say, type Reading, type Said, type Saying } from './words.js';

/** Why a visit found nobody and what would help, sentence by sentence. */
export interface SaidUnmatched {
  readonly reason: Said;
  readonly outbidBy: readonly Said[];
  /** Single changes that would each open the visit to somebody, the easiest first. */
  readonly changes: readonly Said[];
  readonly recruit: Said | null;
}

export function sayUnmatched(reading: Reading, facts: UnmatchedFacts): SaidUnmatched {
  return {
    reason: say(reading, reasonOf(facts)),
    outbidBy: (facts.outbidBy ?? []).map(({ categoryId, term, visits }) =>
      say(reading, { id: 'outbid-by', values: { categoryId, term, visits } }),
    ),
    changes: (facts.changes ?? []).map((change) => say(reading, changeSaying(change))),
    recruit: facts.recruit ? say(reading, needSaying(facts.recruit)) : null,
  };
}

function reasonOf({ rule, keptOut, candidates }: UnmatchedFacts): Saying {
  if (rule === 'no-candidate') return { id: 'rule-category', values: { helpers: 0 } };
  const helpers = rule === 'busy' || rule === 'cap' || rule === 'outbid' ? candidates : (keptOut[rule] ?? 0);
  return { id: `rule-${rule}`, values: { helpers } };
}

function changeSaying({ change, ...values }: Change): Saying {
  return { id: `change-${change}`, values: { ...values } };
}

export function needSaying(need: RecruitingNeed): Saying {
  const { weekday, band, categoryId, zoneId, credentialTypeIds, helpers, families, visits } = need;
  const values = { weekday, band, categoryId, zoneId, credentialTypeIds, helpers, families, visits };
  return {
    id: credentialTypeIds.length > 0 ? 'recruit-checked' : 'recruit',
    values: { ...values, minutes: need.withinMinutes },
  };
}

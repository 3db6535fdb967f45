import type { Schemas } from '../api/client.js';

/** A proposal's explanation as the service tells it: message ids, values, and the sentence in the reader's language. */
interface Explanation {
  readonly terms: readonly Term[];
  readonly checks: readonly Check[];
  readonly scarcity?: { readonly level: string; readonly sentence: string };
  readonly nextBest: readonly NextBest[];
}

export interface Term {
  readonly term: string;
  readonly points: number;
  readonly most: number;
  readonly sentence: string;
}

interface Check {
  readonly check: string;
  readonly sentence: string;
}

export interface NextBest {
  readonly helperId: string;
  readonly fewer: number;
  readonly says: readonly { readonly id: string; readonly sentence: string }[];
}

export interface ProposedDate {
  readonly visitId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly travelMinutes: number;
}

/** How well the two fit, of 100: the points of all terms but the constant for serving at all. */
export function fitOf(terms: readonly Term[]): number {
  const parts = terms.filter(({ term, most }) => term !== 'serve' && most > 0);
  const most = parts.reduce((sum, one) => sum + one.most, 0);
  const points = parts.reduce((sum, one) => sum + one.points, 0);
  return most === 0 ? 0 : Math.round((points / most) * 100);
}

type Proposal = Schemas['ProposalDetailDto'];

/** The API describes both as free objects; what they hold is written above. */
export const explanationOf = (proposal: Proposal) => proposal.explanation as unknown as Explanation;
export const datesOf = (proposal: Proposal) => proposal.dates as unknown as readonly ProposedDate[];

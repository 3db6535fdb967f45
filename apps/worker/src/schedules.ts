import {
  autoConfirm,
  closeEndedAssignments,
  expireUnanswered,
  extendHolds,
  presumeDone,
  remindSeats,
  watchArrivals,
} from '#assignments';
import type { Tx } from '#database';
import { applyLimits, expireExchanges } from '#ledger';
import { closeStrayAsks, expireProposals, searchReplacements } from '#matching';
import {
  endIdentityLinks,
  endInvitations,
  endReferrals,
  escalateIncidents,
  warnCredentials,
  warnInsurances,
} from '#members';
import { applyRetention } from '#reporting';
import { closeFinishedRequests, dropLeftVisits, expireRequests, passVisits } from '#requests';
import { forgetOld } from './forget-old.js';

/**
 * A duty that looks at every community again and again; `work` takes at most `limit` rows and says how many it
 * took.
 */
export interface CommunityDuty {
  readonly name: `upkeep.${string}`;
  readonly everySeconds: number;
  readonly work: (tx: Tx, limit: number) => Promise<number>;
}

const MINUTE = 60;
const HOUR = 3_600;

/** The ONE list: what happens by itself, and how often. */
export const COMMUNITY_DUTIES: readonly CommunityDuty[] = [
  { name: 'upkeep.watch-arrivals', everySeconds: MINUTE, work: watchArrivals },
  { name: 'upkeep.search-replacements', everySeconds: MINUTE, work: searchReplacements },
  { name: 'upkeep.close-stray-asks', everySeconds: 5 * MINUTE, work: closeStrayAsks },
  { name: 'upkeep.expire-unanswered', everySeconds: MINUTE, work: expireUnanswered },
  { name: 'upkeep.expire-proposals', everySeconds: 5 * MINUTE, work: expireProposals },
  { name: 'upkeep.presume-done', everySeconds: 5 * MINUTE, work: presumeDone },
  { name: 'upkeep.auto-confirm', everySeconds: 10 * MINUTE, work: autoConfirm },
  { name: 'upkeep.remind-seats', everySeconds: 10 * MINUTE, work: remindSeats },
  { name: 'upkeep.extend-holds', everySeconds: 30 * MINUTE, work: extendHolds },
  { name: 'upkeep.pass-visits', everySeconds: 10 * MINUTE, work: passVisits },
  { name: 'upkeep.drop-left-visits', everySeconds: 10 * MINUTE, work: dropLeftVisits },
  { name: 'upkeep.expire-requests', everySeconds: 30 * MINUTE, work: expireRequests },
  { name: 'upkeep.close-finished-requests', everySeconds: 30 * MINUTE, work: closeFinishedRequests },
  { name: 'upkeep.close-ended-assignments', everySeconds: 30 * MINUTE, work: closeEndedAssignments },
  { name: 'upkeep.account-limits', everySeconds: 5 * MINUTE, work: applyLimits },
  { name: 'upkeep.expire-exchanges', everySeconds: HOUR, work: expireExchanges },
  { name: 'upkeep.end-referrals', everySeconds: 10 * MINUTE, work: endReferrals },
  { name: 'upkeep.end-identity-links', everySeconds: 60 * MINUTE, work: endIdentityLinks },
  { name: 'upkeep.end-invitations', everySeconds: 10 * MINUTE, work: endInvitations },
  { name: 'upkeep.escalate-incidents', everySeconds: MINUTE, work: escalateIncidents },
  { name: 'upkeep.warn-credentials', everySeconds: HOUR, work: warnCredentials },
  { name: 'upkeep.warn-insurances', everySeconds: HOUR, work: warnInsurances },
  { name: 'upkeep.retention', everySeconds: 24 * HOUR, work: applyRetention },
  { name: 'upkeep.seal-audit', everySeconds: MINUTE, work: sealAudit },
  { name: 'upkeep.forget-old', everySeconds: HOUR, work: forgetOld },
];

export const HEADS_TICK = 'upkeep.keep-heads';
export const HEADS_CRON = '0 15 3 * * *';
export const DELIVER_TICK = 'notifications.deliver';
export const NIGHTLY_TICK = 'matching.nightly';
export const FORGET_TICK = 'upkeep.forget-sign-ins';
export const FORGET_EVERY_SECONDS = HOUR;
export const DELIVER_EVERY_SECONDS = 15;
export const NIGHTLY_CRON = '0 30 2 * * *';

async function sealAudit(tx: Tx, limit: number): Promise<number> {
  const [row] = await tx.sql<{ sealed: number }>('SELECT seal_audit($1) AS sealed', [limit]);
  return row!.sealed;
}

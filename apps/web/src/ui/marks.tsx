import type { Schemas } from '../api/client.js';
import { t } from '../words/words.js';

type Request = Pick<Schemas['RequestSummaryDto'], 'state' | 'coverage'>;

/** How a request stands, in words; its colour only repeats them. @param yours somebody waits for this family's yes or no */
export function RequestMark({
  request: { state, coverage },
  yours = false,
}: {
  readonly request: Request;
  readonly yours?: boolean;
}) {
  if (state !== 'open') {
    const kind = state === 'needs-info' ? 'warn' : state === 'unmet' ? 'bad' : 'soft';
    return <span className={`mark ${kind}`}>{t(`request.state.${state}`)}</span>;
  }
  if (yours) return <span className="mark warn">{t('home.waiting')}</span>;
  if (coverage.covered === 0) return <span className="mark">{t('request.looking')}</span>;
  if (coverage.covered >= coverage.visits) return <span className="mark good">{t('request.covered')}</span>;
  return <span className="mark">{t('request.partly', { ...coverage })}</span>;
}

/** Whether somebody comes to a visit, in words. */
export function VisitMark({
  visit: { state, offered, seatsNeeded, seatsTaken },
}: {
  readonly visit: Schemas['VisitDto'];
}) {
  if (offered) return <span className="mark">{t('visit.offered')}</span>;
  if (state !== 'planned') return <span className="mark soft">{t(`visit.${state}`)}</span>;
  if (seatsTaken >= seatsNeeded) return <span className="mark good">{t('visit.covered')}</span>;
  return <span className="mark">{seatsTaken > 0 ? t('visit.partly') : t('visit.looking')}</span>;
}

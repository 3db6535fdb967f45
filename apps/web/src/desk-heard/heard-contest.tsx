import type { Schemas } from '../api/client.js';
import { CameAfterAll } from '../hours/no-show.js';
import { t } from '../words/words.js';
import { Unfold } from './unfold.js';
import { GuardianSpeaks, HelperSpeaks, type Speaker } from './who-answers.js';

/** Whoever is said not to have come tells the desk that they did. */
export function HeardContest({ seat }: { readonly seat: Schemas['SeatDto'] }) {
  const side = seat.noShowBy;
  if (!side) return null;
  const contest = ({ heard }: Speaker) => (
    <div className="acts">
      <CameAfterAll seat={seat} mine={side} heard={{ onBehalfOf: side, ...heard }} />
    </div>
  );
  return (
    <Unfold button={t('heard.openHours')}>
      {side === 'family' ? (
        <GuardianSpeaks requestId={seat.requestId}>{contest}</GuardianSpeaks>
      ) : (
        <HelperSpeaks helperId={seat.memberId}>{contest}</HelperSpeaks>
      )}
    </Unfold>
  );
}

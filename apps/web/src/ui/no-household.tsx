import { useSession } from '../app/session.js';
import { t } from '../words/words.js';
import { Call } from './phone.js';

/** Somebody whose family is not entered yet: what to do, and the number for it. */
export function NoHousehold() {
  const { community } = useSession();
  return (
    <div className="hintbox" role="status">
      <p>{t('household.none')}</p>
      <div className="acts">
        <Call phone={community.deskPhone} />
      </div>
    </div>
  );
}

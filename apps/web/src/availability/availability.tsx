import { useSession } from '../app/session.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';
import { WeekOf } from './week-of.js';

/** When I can help. */
export function Availability() {
  const { me } = useSession();
  return (
    <Page title={t('week.title')}>
      <WeekOf memberId={me.memberId} />
    </Page>
  );
}

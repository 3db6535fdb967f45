import { useSession } from '../app/session.js';
import { Page } from '../ui/page.js';
import { t } from '../words/words.js';
import { OffersOf } from './offers-of.js';

/** What I give. */
export function Offers() {
  const { me } = useSession();
  return (
    <Page title={t('offers.title')} lead={t('offers.lead')}>
      <OffersOf memberId={me.memberId} />
    </Page>
  );
}

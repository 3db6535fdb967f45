import { lazy } from 'react';
import { Later } from '../ui/later.js';
import { t } from '../words/words.js';

const WeekOf = lazy(async () => ({ default: (await import('../availability/week-of.js')).WeekOf }));
const OffersOf = lazy(async () => ({ default: (await import('../offers/offers-of.js')).OffersOf }));

/** When a helper can come and what they give, as they say it on the phone. */
export function HelpsWith({ memberId }: { readonly memberId: string }) {
  return (
    <>
      <Later title={t('helpsWith.week')}>
        <WeekOf memberId={memberId} byDesk />
      </Later>
      <Later title={t('helpsWith.offers')}>
        <OffersOf memberId={memberId} byDesk />
      </Later>
    </>
  );
}

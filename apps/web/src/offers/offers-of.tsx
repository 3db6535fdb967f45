import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { offersQuery, profileQuery } from '../api/helper-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { FirstLimits, isMissing } from '../availability/first-limits.js';
import { Confirm } from '../ui/confirm.js';
import { Loaded, Waiting } from '../ui/loaded.js';
import { RegimeMark } from '../ui/regime-mark.js';
import { duration, languageName, listOf } from '../words/time.js';
import { said, t } from '../words/words.js';
import { ageBand } from './age-band.js';

type Offer = Schemas['OfferDto'];

/** Fetched when somebody first changes or adds an offer: reading them needs none of its fields. */
const OfferForm = lazy(async () => ({ default: (await import('./offer-form.js')).OfferForm }));

/** What somebody gives: each offer in words, to change or take back; at the desk as they say it. */
export function OffersOf({
  memberId,
  byDesk = false,
}: {
  readonly memberId: string;
  readonly byDesk?: boolean;
}) {
  const profile = useQuery(profileQuery(memberId));
  const query = useQuery(offersQuery(memberId));
  const [adding, setAdding] = useState(false);
  if (isMissing(profile.error)) return <FirstLimits memberId={memberId} byDesk={byDesk} />;
  return (
    <Loaded query={query}>
      {(offers) => (
        <>
          {offers.length === 0 ? (
            <p className="empty">{t(byDesk ? 'offers.noneDesk' : 'offers.none')}</p>
          ) : null}
          <ul className="plain">
            {offers.map((offer) => (
              <OfferCard key={offer.id} offer={offer} />
            ))}
          </ul>
          {adding ? (
            <section className="card section">
              <h2>{t('offers.new')}</h2>
              <Suspense fallback={<Waiting />}>
                <OfferForm memberId={memberId} onDone={() => setAdding(false)} />
              </Suspense>
            </section>
          ) : (
            <div className="acts">
              <button className="button main" type="button" onClick={() => setAdding(true)}>
                {t('offers.add')}
              </button>
            </div>
          )}
        </>
      )}
    </Loaded>
  );
}

function OfferCard({ offer }: { readonly offer: Offer }) {
  const [editing, setEditing] = useState(false);
  const withdraw = useAct((id: string, key) =>
    answered(api.POST('/v1/offers/{id}/withdraw', { params: { path: { id }, header: keyed(key) } })),
  );
  return (
    <li className="card">
      <InWords offer={offer} />
      {editing ? (
        <Suspense fallback={<Waiting />}>
          <OfferForm memberId={offer.memberId} offer={offer} onDone={() => setEditing(false)} />
        </Suspense>
      ) : (
        <div className="acts">
          <button className="button" type="button" onClick={() => setEditing(true)}>
            {t('ask.change')}
          </button>
          <Confirm
            button={t('offers.withdraw')}
            className="button quiet bad"
            title={t('offers.withdrawSure')}
            act={t('offers.withdraw')}
            pending={withdraw.pending}
            problem={withdraw.problem}
            onConfirm={() => withdraw.run(offer.id)}
          >
            <p>{t('offers.withdrawHint')}</p>
          </Confirm>
        </div>
      )}
    </li>
  );
}

function InWords({ offer }: { readonly offer: Offer }) {
  const { category, municipalities } = useNames();
  const seats = Object.values(offer.seats ?? {}).reduce<number>((sum, number) => sum + (number ?? 0), 0);
  const places = municipalities
    .filter(({ id }) => offer.municipalityIds?.includes(id))
    .map(({ name }) => name);
  return (
    <>
      <div className="row">
        <h2>{listOf(offer.categoryIds.map(category).filter(Boolean))}</h2>
        <RegimeMark regime={offer.regime} />
      </div>
      <ul className="said">
        {offer.subjects && offer.subjects.length > 0 ? (
          <li>{listOf(offer.subjects.map((code) => said(`subject.${code}`) ?? code))}</li>
        ) : null}
        <li>{t('offers.speaks', { languages: listOf(offer.languages.map(languageName)) })}</li>
        {offer.ageBands && offer.ageBands.length > 0 ? (
          <li>{t('proposal.ages', { ages: listOf(offer.ageBands.map(ageBand)) })}</li>
        ) : null}
        <li>{t('offers.travel', { minutes: duration(offer.maxTravelMinutes) })}</li>
        {places.length > 0 ? <li dir="auto">{listOf(places)}</li> : null}
        {seats > 0 ? <li>{t('offers.seats', { count: seats })}</li> : null}
      </ul>
    </>
  );
}

import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';

type Referral = Schemas['ReferralDto'];

const PAGE = 50;
const MOST_REASON = 300;

/** People whom organisations share with each other: for a purpose, until a day, ended by either. */
export function Referrals() {
  const query = useInfiniteQuery({
    queryKey: ['referrals'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/referrals', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('referrals.title')} lead={t('referrals.lead')}>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('referrals.none')}</p>;
          return (
            <ul className="plain">
              {all.map((referral) => (
                <li key={referral.id}>
                  <Shown referral={referral} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </Page>
  );
}

const KINDS: Readonly<Record<string, string>> = { asked: '', accepted: 'good' };

function Shown({ referral }: { readonly referral: Referral }) {
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const nameOf = (id: string) => organisations.find((one) => one.id === id)?.name ?? '–';
  const live = referral.state === 'asked' || referral.state === 'accepted';
  return (
    <article className="card" aria-label={referral.givenName ?? t('referrals.somebody')}>
      <div className="row">
        <h2 dir="auto">{referral.givenName ?? t('referrals.somebody')}</h2>
        <span className={`mark ${KINDS[referral.state] ?? 'soft'}`}>
          {t(`referrals.state.${referral.state}`)}
        </span>
      </div>
      <p dir="auto">{referral.purpose}</p>
      <dl className="facts">
        <div>
          <dt>{t('referrals.from')}</dt>
          <dd dir="auto">{nameOf(referral.fromOrganisationId)}</dd>
        </div>
        <div>
          <dt>{t('referrals.to')}</dt>
          <dd dir="auto">{nameOf(referral.toOrganisationId)}</dd>
        </div>
        <div>
          <dt>{t('referrals.scope')}</dt>
          <dd>{t(`referrals.scope.${referral.scope}`)}</dd>
        </div>
        <div>
          <dt>{t('referrals.until')}</dt>
          <dd>{dateOf(referral.endsAt)}</dd>
        </div>
      </dl>
      {live ? <Acts referral={referral} /> : null}
    </article>
  );
}

function Acts({ referral }: { readonly referral: Referral }) {
  const [reason, setReason] = useState('');
  const params = (key: string) => ({ path: { id: referral.id }, header: keyed(key) });
  const accept = useAct((_: undefined, key) =>
    answered(api.POST('/v1/referrals/{id}/accept', { params: params(key) })),
  );
  const end = useAct((word: 'refuse' | 'revoke', key) =>
    answered(
      api.POST(`/v1/referrals/{id}/${word}`, {
        params: params(key),
        body: reason.trim() ? { reason: reason.trim() } : {},
      }),
    ),
  );
  const asked = referral.state === 'asked';
  const word = asked ? ('refuse' as const) : ('revoke' as const);
  return (
    <>
      <ProblemBox problem={accept.problem} />
      <div className="acts">
        {asked ? (
          <button
            className="button main"
            type="button"
            data-pending={accept.pending || undefined}
            onClick={() => accept.run(undefined)}
          >
            {t('referrals.accept')}
          </button>
        ) : null}
        <Confirm
          button={t(`referrals.${word}`)}
          className="button quiet bad"
          title={t(`referrals.${word}Sure`)}
          act={t(`referrals.${word}`)}
          pending={end.pending}
          problem={end.problem}
          onConfirm={() => end.run(word)}
        >
          <Field id={`reason-${referral.id}`} label={t('people.reason')}>
            {(props) => (
              <textarea
                {...props}
                rows={2}
                dir="auto"
                maxLength={MOST_REASON}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        </Confirm>
      </div>
    </>
  );
}

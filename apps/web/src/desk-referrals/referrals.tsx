import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Reasoned } from '../ui/reasoned.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';

type Referral = Schemas['ReferralDto'];

const PAGE = 50;

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
  const params = (key: string) => ({ path: { id: referral.id }, header: keyed(key) });
  const accept = useAct((_: undefined, key) =>
    answered(api.POST('/v1/referrals/{id}/accept', { params: params(key) })),
  );
  const asked = referral.state === 'asked';
  const word = asked ? ('refuse' as const) : ('revoke' as const);
  const end = useAct((reason: string, key) =>
    answered(api.POST(`/v1/referrals/{id}/${word}`, { params: params(key), body: reason ? { reason } : {} })),
  );
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
        <Reasoned
          button={t(`referrals.${word}`)}
          className="button quiet bad"
          title={t(`referrals.${word}Sure`)}
          act={t(`referrals.${word}`)}
          pending={end.pending}
          problem={end.problem}
          onConfirm={end.run}
        />
      </div>
    </>
  );
}

import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';

type IdentityLink = Schemas['IdentityLinkDto'];

const PAGE = 50;

/** Who wants to sign in as whom through a service: the desk says whether it is the same person. */
export function Identities() {
  const [older, setOlder] = useState(false);
  return (
    <Page title={t('identities.title')} lead={t('identities.lead')}>
      <List state="asked" none={t('identities.none')} />
      <details className="section" onToggle={({ currentTarget }) => setOlder(currentTarget.open)}>
        <summary>{t('identities.confirmed')}</summary>
        {older ? <List state="confirmed" none={t('identities.noneConfirmed')} /> : null}
      </details>
    </Page>
  );
}

function List({ state, none }: { readonly state: 'asked' | 'confirmed'; readonly none: string }) {
  const query = useInfiniteQuery({
    queryKey: ['identity-links', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/identity-links', { params: { query: { state, limit: PAGE, cursor: pageParam } } }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{none}</p>;
          return (
            <ul className="plain">
              {all.map((link) => (
                <li key={link.id}>
                  <Shown link={link} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </>
  );
}

const whole = (given: string | null, family: string | null) =>
  [given, family].filter(Boolean).join(' ') || '–';

function Shown({ link }: { readonly link: IdentityLink }) {
  const asked = link.state === 'asked';
  const member = whole(link.givenName, link.familyName);
  return (
    <article className="card" aria-label={member}>
      <dl className="facts">
        <Fact name={t('identities.member')}>
          <Link to="/co/people/$id" params={{ id: link.memberId }} dir="auto">
            {member}
          </Link>
        </Fact>
        {asked ? (
          <Fact name={t('identities.claimed', { name: link.provider.name })}>
            <b dir="auto">{whole(link.claimedGivenName, link.claimedFamilyName)}</b>
          </Fact>
        ) : (
          <Fact name={t('identities.service')}>
            <span dir="auto">{link.provider.name}</span>
          </Fact>
        )}
        <Fact name={t('identities.matched')}>{t(`identities.matched.${link.matchedBy}`)}</Fact>
        <Fact name={t('identities.since')}>{dateOf(link.decidedAt ?? link.createdAt)}</Fact>
      </dl>
      {asked ? <Decide link={link} member={member} /> : <TakeBack link={link} member={member} />}
    </article>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface Deciding {
  readonly link: IdentityLink;
  readonly member: string;
}

const params = (id: string, key: string) => ({ path: { id }, header: keyed(key) });

function Decide({ link: { id, provider }, member }: Deciding) {
  const confirm = useAct((_: undefined, key) =>
    answered(api.POST('/v1/identity-links/{id}/confirm', { params: params(id, key) })),
  );
  const refuse = useAct((_: undefined, key) =>
    answered(api.POST('/v1/identity-links/{id}/refuse', { params: params(id, key) })),
  );
  return (
    <>
      <ProblemBox problem={refuse.problem} />
      <div className="acts">
        <Confirm
          button={t('identities.confirm')}
          className="button main"
          actClass="button main"
          title={t('identities.confirmSure', { name: member })}
          act={t('identities.confirm')}
          pending={confirm.pending}
          problem={confirm.problem}
          onConfirm={() => confirm.run(undefined)}
        >
          <p>{t('identities.confirmHint', { name: provider.name })}</p>
        </Confirm>
        <button
          className="button quiet bad"
          type="button"
          data-pending={refuse.pending || undefined}
          onClick={() => refuse.run(undefined)}
        >
          {t('identities.refuse')}
        </button>
      </div>
    </>
  );
}

function TakeBack({ link: { id }, member }: Deciding) {
  const revoke = useAct((_: undefined, key) =>
    answered(api.POST('/v1/identity-links/{id}/revoke', { params: params(id, key) })),
  );
  return (
    <div className="acts">
      <Confirm
        button={t('identities.revoke')}
        className="button quiet bad"
        title={t('identities.revokeSure', { name: member })}
        act={t('identities.revoke')}
        pending={revoke.pending}
        problem={revoke.problem}
        onConfirm={() => revoke.run(undefined)}
      >
        <p>{t('identities.removeHint')}</p>
      </Confirm>
    </div>
  );
}

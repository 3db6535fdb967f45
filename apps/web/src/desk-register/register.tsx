import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { memberQuery } from '../api/family-queries.js';
import { useSession, type Role } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { OrganisationSelect } from '../ui/organisation-select.js';
import { Page } from '../ui/page.js';
import { dayAndTime, dayInWords } from '../words/time.js';
import { said, t } from '../words/words.js';
import { Insurances } from './insurances.js';

/** No organisation's. */
const COMMUNITY = '';
const SEES_ALL: readonly Role[] = ['administrator', 'auditor'];

/** The register of those who give time: to read, to check, to print for signing. */
export function Register() {
  const [chosen, choose] = useState<string | undefined>(undefined);
  const organisations = useQuery(organisationsQuery);
  const { me, roles } = useSession();
  const { data: reader } = useQuery(memberQuery(me.memberId));
  // The desk of an organisation reads its own register and the community's.
  const own = roles.some((role) => SEES_ALL.includes(role)) ? undefined : reader?.organisationId;
  // Most registers are an organisation's: the first is shown until another is chosen.
  const shown = chosen ?? own ?? organisations.data?.[0]?.id ?? COMMUNITY;
  const organisationId = shown || undefined;
  const query = organisationId ? `?organisationId=${organisationId}` : '';
  return (
    <Page title={t('register.title')}>
      <label className="field">
        <span className="label">{t('register.of')}</span>
        <OrganisationSelect none={t('register.community')} only={own} value={shown} onChange={choose} />
      </label>
      <div className="acts">
        <a className="button" href={`/v1/register.pdf${query}`} download="register.pdf">
          {t('register.pdf')}
        </a>
        <a className="button quiet" href={`/v1/register.csv${query}`} download="register.csv">
          {t('register.csv')}
        </a>
      </div>
      {reader ? (
        <>
          <Insurances key={shown} organisationId={organisationId} />
          <Check organisationId={organisationId} />
          <Lines organisationId={organisationId} />
        </>
      ) : null}
    </Page>
  );
}

function Check({ organisationId }: { readonly organisationId: string | undefined }) {
  const query = useQuery({
    queryKey: ['register', 'check', organisationId],
    queryFn: () => answered(api.GET('/v1/register/check', { params: { query: { organisationId } } })),
  });
  return (
    <Loaded query={query}>
      {({ intact, firstBroken }) => (
        <p className={intact ? 'mark good' : 'mark bad'} role="status">
          {intact ? t('register.intact') : t('register.broken', { number: firstBroken ?? 0 })}
        </p>
      )}
    </Loaded>
  );
}

function Lines({ organisationId }: { readonly organisationId: string | undefined }) {
  const query = useInfiniteQuery({
    queryKey: ['register', 'lines', organisationId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/register', { params: { query: { organisationId, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <>
      <Loaded query={query}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items);
          if (entries.length === 0) return <p>{t('register.none')}</p>;
          return (
            <ul className="lines apart">
              {entries.map((entry) => (
                <li className="row" key={entry.id}>
                  <span>
                    {entry.number}.{' '}
                    <bdi>
                      {[entry.familyName, entry.givenName].filter(Boolean).join(' ') || t('register.erased')}
                    </bdi>
                  </span>
                  <span className="soft small">
                    {said(`register.kind.${entry.kind}`) ?? entry.kind}
                    {entry.occasional ? ` (${t('register.occasional')})` : ''} ·{' '}
                    {dayInWords(entry.happenedOn, false)}
                    {entry.coveredFrom
                      ? ` · ${t('register.covered', { when: dayAndTime(entry.coveredFrom) })}`
                      : ''}
                  </span>
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

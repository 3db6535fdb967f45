import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { useSession } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';

const PAGE = 10;

/** What is known of this person, and who has read it. */
export function MyData({ member }: { readonly member: Schemas['MemberDto'] | undefined }) {
  const { roles } = useSession();
  return (
    <section className="section" aria-labelledby="data">
      <h2 id="data">{t('settings.data')}</h2>
      {member ? (
        <dl className="facts card">
          <Fact name={t('settings.name')} value={`${member.givenName ?? ''} ${member.familyName ?? ''}`} />
          <Fact name={t('settings.email')} value={member.email ?? '–'} ltr />
          <Fact name={t('settings.phone')} value={member.phone ?? '–'} ltr />
        </dl>
      ) : null}
      <p className="soft">{t('settings.dataHint')}</p>
      {roles.some((role) => role !== 'auditor') ? <Readers /> : null}
    </section>
  );
}

function Fact({
  name,
  value,
  ltr,
}: {
  readonly name: string;
  readonly value: string;
  readonly ltr?: boolean;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi dir={ltr ? 'ltr' : 'auto'}>{value}</bdi>
      </dd>
    </div>
  );
}

function readerOf({ kind, name }: Schemas['ReaderDto']): string {
  if (kind === 'you') return t('settings.you');
  if (kind === 'system') return t('audit.system');
  if (kind === 'auditor') return t('audit.reader.auditor');
  if (kind === 'desk' && name) return t('audit.reader.desk', { name });
  if (kind === 'family' && name) return t('audit.reader.family', { name });
  if (kind === 'helper') return name ? t('audit.reader.helper', { name }) : t('audit.reader.aHelper');
  return t('settings.someone');
}

function Readers() {
  const query = useInfiniteQuery({
    queryKey: ['me', 'audit'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/me/audit-records', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <details>
      <summary>{t('settings.readers')}</summary>
      <Loaded query={query}>
        {({ pages }) => (
          <ul className="lines">
            {pages
              .flatMap(({ items }) => items)
              .map((record) => (
                <li className="row reading" key={record.id}>
                  <span>
                    <bdi>{readerOf(record.reader)}</bdi>
                    {' · '}
                    {said(`audit.action.${record.action}`) ?? record.action}
                    {' · '}
                    {said(`audit.purpose.${record.purpose}`)}
                  </span>
                  <span className="soft small">{dayAndTime(record.at)}</span>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      <More query={query} />
    </details>
  );
}

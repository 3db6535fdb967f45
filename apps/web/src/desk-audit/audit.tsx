import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { CodeOf } from '../ui/code-of.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';

const PAGE = 50;

/** Who read or did what; ids alone, sealed in a chain that can be checked here. */
export function Audit() {
  const query = useInfiniteQuery({
    queryKey: ['audit-records'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/audit-records', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <ChainCheck />
      <Loaded query={query}>
        {({ pages }) => (
          <div className="table-place card" tabIndex={0} role="region" aria-label={t('audit.title')}>
            <table>
              <thead>
                <tr>
                  {(['when', 'who', 'what', 'about'] as const).map((name) => (
                    <th key={name} scope="col">
                      {t(`audit.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {pages
                  .flatMap(({ items }) => items)
                  .map((record) => (
                    <tr key={record.id}>
                      <td>{dayAndTime(record.at)}</td>
                      <td>
                        {record.actorMemberId ? (
                          <CodeOf id={record.actorMemberId} />
                        ) : (
                          <code>{t('audit.system')}</code>
                        )}
                      </td>
                      <td>{said(`audit.action.${record.action}`) ?? record.action}</td>
                      <td>{about(record)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      <More query={query} />
    </Page>
  );
}

/** How many of what; a kind that has no word yet by its name. */
function about({ subjectIds, subjectKind }: Schemas['AuditRecordDto']): string {
  const count = subjectIds.length;
  switch (subjectKind) {
    case 'member':
    case 'household':
      return t(`audit.about.${subjectKind}`, { count });
    default:
      return t('audit.subjects', { count, kind: said(`audit.kind.${subjectKind}`) ?? subjectKind });
  }
}

function ChainCheck() {
  const [intact, setIntact] = useState<boolean>();
  const check = useAct(
    (_: undefined, key) => answered(api.POST('/v1/audit-records/verify', { params: { header: keyed(key) } })),
    (answer) => setIntact(answer.intact),
  );
  return (
    <>
      <ProblemBox problem={check.problem} />
      <div className="acts">
        <button
          className="button"
          type="button"
          data-pending={check.pending || undefined}
          onClick={() => check.run(undefined)}
        >
          {t('audit.verify')}
        </button>
      </div>
      <div role="status">
        {intact === undefined ? null : (
          <p className={intact ? 'notice' : 'alert'}>{intact ? t('audit.intact') : t('audit.broken')}</p>
        )}
      </div>
    </>
  );
}

import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answered, api, type Schemas } from '../api/client.js';
import { categoryWord } from '../desk-queue/queue-words.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';

const PAGE = 50;

/** What the binding rule kept out, as the service tells it. */
interface Why {
  readonly rule?: string;
  readonly sentence?: string;
  readonly says?: readonly { readonly id: string; readonly sentence: string }[];
}

/** Visits nobody can serve, each with the rule that binds; and whom to look for. */
export function Needs() {
  const query = useInfiniteQuery({
    queryKey: ['unmatched'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/unmatched-visits', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <Page title={t('needs.title')} lead={t('needs.lead')}>
      <section className="section">
        <h2>{t('needs.visits')}</h2>
        <Loaded query={query}>
          {({ pages }) => {
            const all = pages
              .flatMap(({ items }) => items)
              .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
            if (all.length === 0) return <p className="empty">{t('needs.none')}</p>;
            return (
              <ul className="plain tiles">
                {all.map((visit) => (
                  <Need key={visit.id} visit={visit} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <More query={query} />
      </section>
    </Page>
  );
}

function Need({ visit }: { readonly visit: Schemas['UnmatchedDto'] }) {
  const why = visit.facts as Why;
  const says = why.says?.map(({ sentence }) => sentence) ?? [why.sentence ?? ruleWord(why.rule ?? visit.why)];
  return (
    <li className="card">
      <div className="row">
        <h3 dir="auto">
          {categoryWord(visit.categoryCode)} · {visit.municipality}
        </h3>
        <span className="mark warn">{t('needs.short', { count: visit.short })}</span>
      </div>
      <p>{dayAndTime(visit.startsAt)}</p>
      {says.map((sentence) => (
        <p key={sentence} dir="auto">
          {sentence}
        </p>
      ))}
      <Link
        className="button"
        to="/co/queue"
        search={{ kind: 'no-candidate', item: `no-candidate.${visit.requestId}` }}
      >
        {t('needs.toCase')}
      </Link>
    </li>
  );
}

const ruleWord = (rule: string): string => said(`queue.detail.${rule}`) ?? rule;

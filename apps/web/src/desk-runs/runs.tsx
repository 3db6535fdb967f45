import '../look/desk.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime, listOf, locale } from '../words/time.js';
import { said, t } from '../words/words.js';
import { Replay } from './replay.js';
import { spokenSeconds, timeOf } from './run-time.rules.js';

const PAGE = 20;

/** Runs of the engine: what they saw, what they proposed, how near the best possible plan that is. */
export function Runs() {
  const { roles } = useSession();
  const asks = roles.some((role) => role === 'coordinator' || role === 'administrator');
  const query = useInfiniteQuery({
    queryKey: ['matching-runs'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(api.GET('/v1/matching-runs', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const ask = useAct((_: undefined, key) =>
    answered(api.POST('/v1/matching-runs', { params: { header: keyed(key) } })),
  );
  return (
    <Page
      title={t('runs.title')}
      lead={t('runs.lead')}
      aside={
        asks ? (
          <button
            className="button"
            type="button"
            data-pending={ask.pending || undefined}
            onClick={() => ask.run(undefined)}
          >
            {t('runs.ask')}
          </button>
        ) : null
      }
    >
      <ProblemBox problem={ask.problem} />
      {ask.done ? (
        <p className="notice" role="status">
          {t('runs.asked')}
        </p>
      ) : null}
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('runs.none')}</p>;
          return (
            <ul className="plain">
              {all.map((run) => (
                <Run key={run.id} run={run} replays={asks} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </Page>
  );
}

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
const whole = new Intl.NumberFormat(locale);

function Run({ run, replays }: { readonly run: Schemas['MatchingRunDto']; readonly replays: boolean }) {
  const counts = run.counts as Record<string, number | undefined>;
  const shown = ['visits', 'proposed', 'kept', 'superseded', 'unmatched'] as const;
  return (
    <li className="card">
      <div className="row">
        <h2>{dayAndTime(run.startedAt)}</h2>
        <span className={`mark ${run.state === 'done' ? 'good' : run.state === 'failed' ? 'bad' : ''}`}>
          {said(`runs.state.${run.state}`) ?? run.state}
        </span>
      </div>
      <p className="soft">{said(`runs.cause.${run.cause}`) ?? run.cause}</p>
      {run.gap === null ? null : (
        <p>{run.gap === 0 ? t('runs.best') : t('runs.gap', { gap: percent.format(run.gap) })}</p>
      )}
      <Took counts={counts} />
      <dl className="facts across">
        {shown.map((name) =>
          counts[name] === undefined ? null : (
            <div key={name}>
              <dt>{t(`runs.count.${name}`)}</dt>
              <dd>{whole.format(counts[name])}</dd>
            </div>
          ),
        )}
      </dl>
      {replays && run.state === 'done' ? <Replay run={run} /> : null}
    </li>
  );
}

const seconds = new Intl.NumberFormat(locale, {
  style: 'unit',
  unit: 'second',
  unitDisplay: 'long',
  maximumFractionDigits: 1,
});
const inSeconds = (ms: number) => seconds.format(spokenSeconds(ms));

/** How long it took, and which part of it. */
function Took({ counts }: { readonly counts: Readonly<Record<string, number | undefined>> }) {
  const time = timeOf(counts);
  if (!time) return null;
  const parts = time.parts.map(({ part, ms }) => t(`runs.part.${part}`, { time: inSeconds(ms) }));
  return <p className="soft small">{t('runs.took', { time: inSeconds(time.ms), parts: listOf(parts) })}</p>;
}

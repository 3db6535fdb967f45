import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { requestAssignmentsQuery, requestQuery, requestVisitsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { draftLike, keepDraft } from '../ask/draft.js';
import { Confirm } from '../ui/confirm.js';
import { Loaded, Together } from '../ui/loaded.js';
import { RequestMark } from '../ui/marks.js';
import { Page } from '../ui/page.js';
import { seriesInWords } from '../ui/when.js';
import { dayAndTime, localDay, now } from '../words/time.js';
import { t } from '../words/words.js';
import { PartsOfSeries } from './parts-of-series.js';
import { Payer } from './payer.js';
import { People } from './people.js';
import { Question } from './question.js';
import { Visits } from './visits.js';

const LIVE = ['draft', 'open', 'needs-info'];

/** One request: how it stands, what happens next, who comes, every date. */
export function Request() {
  const { id } = useParams({ from: '/requests/$id' });
  const query = useQuery(requestQuery(id));
  const { category } = useNames();
  return (
    <Page
      title={query.data ? category(query.data.categoryId) || t('request.title') : t('request.title')}
      lead={query.data ? seriesInWords({ ...query.data.schedule }) : undefined}
    >
      <Loaded query={query}>{(request) => <Shown request={request} />}</Loaded>
    </Page>
  );
}

function Shown({ request }: { readonly request: Schemas['RequestDto'] }) {
  const visits = useQuery(requestVisitsQuery(request.id));
  const assignments = useQuery(requestAssignmentsQuery(request.id));
  return (
    <Together queries={[visits, assignments]}>
      <section className="card" aria-label={t('request.state')}>
        <RequestMark request={request} yours={assignments.data?.some(isAsking)} />
        <p>{nextStep(request, assignments.data ?? [])}</p>
        <PartsOfSeries request={request} to="/requests/$id" />
      </section>
      {request.state === 'needs-info' ? <Question request={request} /> : null}
      <Loaded query={assignments}>{(all) => <People assignments={all} />}</Loaded>
      <Payer request={request} changes={LIVE.includes(request.state)} />
      <Loaded query={visits}>{(all) => <Visits request={request} visits={all} />}</Loaded>
      {request.note ? (
        <section className="section">
          <h2>{t('request.note')}</h2>
          <p className="card message" dir="auto">
            {request.note}
          </p>
        </section>
      ) : null}
      <Ends request={request} />
    </Together>
  );
}

const isAsking = ({ state }: Schemas['AssignmentDto']) => state === 'awaiting-guardian';

/** What happens next and by when, in a sentence. */
function nextStep(request: Schemas['RequestDto'], assignments: readonly Schemas['AssignmentDto'][]): string {
  if (request.state !== 'open') return t(`request.next.${request.state}`);
  const yours = assignments.find(isAsking);
  if (yours) return t('request.next.guardian', { when: dayAndTime(yours.answerBy) });
  const asked = assignments.find(({ state }) => state === 'awaiting-acceptance');
  if (asked && new Date(asked.answerBy) > now()) {
    return t('request.next.asked', { when: dayAndTime(asked.answerBy) });
  }
  const { covered, visits } = request.coverage;
  if (covered > 0 && covered >= visits) return t('request.next.covered');
  return covered > 0 ? t('request.next.partly') : t('request.next.looking');
}

function Ends({ request }: { readonly request: Schemas['RequestDto'] }) {
  const navigate = useNavigate();
  const withdraw = useAct((id: string, key) =>
    answered(
      api.POST('/v1/requests/{id}/withdraw', {
        params: { path: { id }, header: keyed(key) },
        body: {},
      }),
    ),
  );
  return (
    <div className="acts">
      {LIVE.includes(request.state) ? (
        <Link className="button" to="/requests/$id/edit" params={{ id: request.id }}>
          {t('request.edit')}
        </Link>
      ) : null}
      <button
        className="button"
        type="button"
        onClick={() => {
          keepDraft(draftLike(request, localDay()));
          void navigate({ to: '/ask/when' });
        }}
      >
        {t('home.askAgain')}
      </button>
      {LIVE.includes(request.state) ? (
        <Confirm
          button={t('request.withdraw')}
          className="button quiet bad"
          title={t('request.withdrawSure')}
          act={t('request.withdrawYes')}
          pending={withdraw.pending}
          problem={withdraw.problem}
          onConfirm={() => withdraw.run(request.id)}
        >
          <p>{t('request.withdrawHint')}</p>
        </Confirm>
      ) : null}
    </div>
  );
}

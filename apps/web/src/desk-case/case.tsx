import '../look/desk.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { Schemas } from '../api/client.js';
import { useNames } from '../app/session.js';
import { PersonName } from '../desk-people/person-name.js';
import { CasePanel } from '../desk-queue/case-panel.js';
import { caseQuery } from '../desk-queue/queue-reads.js';
import { PartsOfSeries } from '../request/parts-of-series.js';
import { Loaded, Waiting } from '../ui/loaded.js';
import { RequestMark } from '../ui/marks.js';
import { Page } from '../ui/page.js';
import { seriesInWords } from '../ui/when.js';
import { listOf } from '../words/time.js';
import { t } from '../words/words.js';
import { CaseVisits } from './case-visits.js';
import { ChangeCase } from './change-case.js';

const HeardQuestion = lazy(async () => ({
  default: (await import('../desk-heard/heard-question.js')).HeardQuestion,
}));

/** One request as the desk works on it: whose it is, how it stands, each visit with who comes, the notes. */
export function Case() {
  const { id } = useParams({ from: '/co/cases/$id' });
  const query = useQuery(caseQuery(id));
  const { category } = useNames();
  return (
    <Page
      title={query.data ? category(query.data.categoryId) || t('request.title') : t('request.title')}
      lead={query.data ? seriesInWords({ ...query.data.schedule }) : undefined}
    >
      <Loaded query={query}>
        {(request) => (
          <>
            <Facts request={request} />
            {request.state === 'needs-info' ? (
              <Suspense fallback={<Waiting />}>
                <HeardQuestion requestId={id} />
              </Suspense>
            ) : null}
            <CaseVisits request={request} />
            <section className="card section">
              <CasePanel requestId={id} open />
              <ChangeCase request={request} />
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ request }: { readonly request: Schemas['RequestDto'] }) {
  const { zone } = useNames();
  return (
    <section className="card" aria-label={t('request.state')}>
      <span className="marks">
        <RequestMark request={request} />
        {request.urgency === 'normal' ? null : (
          <span className={request.urgency === 'urgent' ? 'mark bad' : 'mark warn'}>
            {t(`urgency.${request.urgency}`)}
          </span>
        )}
      </span>
      <dl className="facts across">
        <div>
          <dt>{t('role.family')}</dt>
          <dd>
            <PersonName id={request.onBehalfOf ?? request.askedBy} />
          </dd>
        </div>
        <div>
          <dt>{t('queue.where')}</dt>
          <dd dir="auto">{zone(request.zoneId)}</dd>
        </div>
        <div>
          <dt>{t('deskCase.kinds')}</dt>
          <dd>{listOf(request.regimes.map((regime) => t(`regime.${regime}`)))}</dd>
        </div>
      </dl>
      <PartsOfSeries request={request} to="/co/cases/$id" />
    </section>
  );
}

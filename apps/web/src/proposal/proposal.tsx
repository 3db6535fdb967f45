import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { assignmentQuery } from '../api/helper-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { EndTogether } from '../request/part.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Thumb } from '../ui/thumb.js';
import { dayAndTime } from '../words/time.js';
import { t } from '../words/words.js';
import { Facts } from './facts.js';

type Assignment = Schemas['AssignmentDto'];

/** What a helper is asked: what, when, where, for whom; a yes or a no with one tap. */
export function Proposal() {
  const { id } = useParams({ from: '/v/proposals/$id' });
  const query = useQuery(assignmentQuery(id));
  const { category } = useNames();
  return (
    <Page
      title={query.data ? t('proposal.title', { what: category(query.data.categoryId) }) : t('helper.asked')}
    >
      <Loaded query={query}>
        {(assignment) => (
          <>
            <Facts assignment={assignment} />
            {assignment.state === 'awaiting-acceptance' ? (
              <Answer assignment={assignment} />
            ) : (
              <p className="hintbox">{t(`proposal.state.${assignment.state}`)}</p>
            )}
            {assignment.state === 'confirmed' ? (
              <div className="acts">
                <EndTogether assignment={assignment} />
              </div>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const MOST_REASON = 300;

function Answer({ assignment }: { readonly assignment: Assignment }) {
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const done = () => void navigate({ to: '/v/home' });
  const params = (key: string) => ({ path: { id: assignment.id }, header: keyed(key) });
  const yes = useAct(
    (version: number, key) =>
      answered(api.POST('/v1/assignments/{id}/accept', { params: params(key), body: { version } })),
    done,
  );
  const no = useAct(
    (version: number, key) =>
      answered(
        api.POST('/v1/assignments/{id}/decline', {
          params: params(key),
          body: { version, ...(reason.trim() ? { reason: reason.trim() } : {}) },
        }),
      ),
    done,
  );
  return (
    <>
      <ProblemBox problem={yes.problem ?? no.problem} />
      <details>
        <summary>{t('proposal.addReason')}</summary>
        <Field id="reason" label={t('proposal.reason')} hint={t('proposal.reasonHint')}>
          {(props) => (
            <input
              {...props}
              dir="auto"
              maxLength={MOST_REASON}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </details>
      <p className="soft">{t('helper.answerBy', { when: dayAndTime(assignment.answerBy) })}</p>
      <Thumb>
        <button
          className="button"
          type="button"
          data-pending={no.pending || undefined}
          onClick={() => no.run(assignment.version)}
        >
          {t('proposal.no')}
        </button>
        <button
          className="button main"
          type="button"
          data-pending={yes.pending || undefined}
          onClick={() => yes.run(assignment.version)}
        >
          {t('proposal.yes')}
        </button>
      </Thumb>
    </>
  );
}

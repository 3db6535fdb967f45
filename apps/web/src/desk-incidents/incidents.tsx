import '../look/desk.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { coordinatorsQuery } from '../api/desk-queries.js';
import { incidentsQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { FormActs } from '../ui/form-acts.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { fullName } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';

const MOST_TEXT = 2_000;
type Incident = Schemas['IncidentDto'];

/** The reports that this person reviews; whom they concern never sees them here. */
export function Incidents() {
  const query = useInfiniteQuery(incidentsQuery);
  return (
    <Page title={t('incidents.title')}>
      <p className="soft">{t('incidents.hint')}</p>
      <div className="acts">
        <Link className="button" to="/report">
          {t('report.title')}
        </Link>
      </div>
      <div className="section">
        <Loaded query={query}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0) return <p className="empty">{t('incidents.none')}</p>;
            return (
              <ul className="plain">
                {items.map((incident) => (
                  <Row key={incident.id} incident={incident} />
                ))}
              </ul>
            );
          }}
        </Loaded>
        <More query={query} />
      </div>
    </Page>
  );
}

function Row({ incident }: { readonly incident: Incident }) {
  return (
    <li className="card section">
      <div className="marks">
        <span className={incident.severity === 'concern' ? 'mark warn' : 'mark bad'}>
          {said(`report.severity.${incident.severity}`) ?? incident.severity}
        </span>
        <span className="mark soft">{said(`report.state.${incident.state}`) ?? incident.state}</span>
      </div>
      <p dir="auto">{incident.text}</p>
      <p className="soft small">
        {dayAndTime(incident.createdAt)}
        {incident.escalateAt ? ` · ${t('incidents.until', { when: dayAndTime(incident.escalateAt) })}` : ''}
      </p>
      {incident.aboutMemberId ? (
        <p>
          <Link to="/co/people/$id" params={{ id: incident.aboutMemberId }}>
            {t('incidents.about')}
          </Link>
        </p>
      ) : null}
      {incident.outcome ? <p dir="auto">{incident.outcome}</p> : null}
      <Steps incident={incident} />
    </li>
  );
}

function Steps({ incident }: { readonly incident: Incident }) {
  const { me } = useSession();
  const [outcome, setOutcome] = useState('');
  const take = useAct((_: string, key) =>
    answered(api.POST('/v1/incidents/{id}/take', stepOf(incident, key))),
  );
  const close = useAct((text: string, key) =>
    answered(api.POST('/v1/incidents/{id}/close', { ...stepOf(incident, key), body: { outcome: text } })),
  );
  // One's own report is another's to review.
  if (incident.reportedBy === me.memberId) return null;
  if (incident.state === 'closed') return <Reopen incident={incident} />;
  if (incident.state === 'open') {
    return (
      <div className="acts">
        <ProblemBox problem={take.problem} />
        <button
          className="button main"
          type="button"
          data-pending={take.pending || undefined}
          onClick={() => take.run(incident.id)}
        >
          {t('incidents.take')}
        </button>
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        close.run(outcome);
      }}
    >
      <ProblemBox problem={close.problem} />
      <label className="field">
        <span className="label">{t('incidents.outcome')}</span>
        <textarea
          required
          rows={3}
          maxLength={MOST_TEXT}
          value={outcome}
          onChange={({ target }) => setOutcome(target.value)}
        />
      </label>
      <FormActs act={t('incidents.close')} pending={close.pending} />
      <HandOn incident={incident} />
    </form>
  );
}

const stepOf = ({ id, version }: Incident, key: string) => ({
  params: { path: { id }, header: { ...ifMatch(version), ...keyed(key) } },
});

function Reopen({ incident }: { readonly incident: Incident }) {
  const act = useAct((_: undefined, key) =>
    answered(api.POST('/v1/incidents/{id}/reopen', stepOf(incident, key))),
  );
  return (
    <>
      <ProblemBox problem={act.problem} />
      <div className="acts">
        <button
          className="button quiet"
          type="button"
          data-pending={act.pending || undefined}
          onClick={() => act.run(undefined)}
        >
          {t('incidents.reopen')}
        </button>
      </div>
    </>
  );
}

/** To a colleague whom it does not concern. */
function HandOn({ incident }: { readonly incident: Incident }) {
  const { me } = useSession();
  const { data: coordinators = [] } = useQuery(coordinatorsQuery);
  const [ownerId, setOwner] = useState('');
  const act = useAct((wanted: string, key) =>
    answered(api.POST('/v1/incidents/{id}/hand-on', { ...stepOf(incident, key), body: { ownerId: wanted } })),
  );
  return (
    <details>
      <summary>{t('incidents.handOn')}</summary>
      <ProblemBox problem={act.problem} />
      <label className="field">
        <span className="label">{t('incidents.handOnTo')}</span>
        <select value={ownerId} onChange={({ target }) => setOwner(target.value)}>
          <option value="">{t('ask.choose')}</option>
          {coordinators
            .filter(({ id }) => id !== me.memberId)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {fullName(one)}
              </option>
            ))}
        </select>
      </label>
      <button
        className="button"
        type="button"
        disabled={!ownerId}
        data-pending={act.pending || undefined}
        onClick={() => act.run(ownerId)}
      >
        {t('incidents.handOn')}
      </button>
    </details>
  );
}

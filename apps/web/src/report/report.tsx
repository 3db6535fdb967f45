import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { incidentsQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Group } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayAndTime } from '../words/time.js';
import { said, t } from '../words/words.js';

type Severity = Schemas['NewIncidentDto']['severity'];

const SEVERITIES: readonly Severity[] = ['concern', 'serious', 'danger'];
const MOST_TEXT = 2_000;

/** Saying that something went wrong: few questions, few readers. */
export function Report() {
  const [severity, setSeverity] = useState<Severity>('concern');
  const [text, setText] = useState('');
  const act = useAct(
    (body: Schemas['NewIncidentDto'], key) =>
      answered(api.POST('/v1/incidents', { params: { header: keyed(key) }, body })),
    () => setText(''),
  );
  return (
    <Page title={t('report.title')}>
      <p>{t('report.hint')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.run({ severity, text });
        }}
      >
        <ProblemBox problem={act.problem} />
        <Group id="severity" label={t('report.severity')}>
          <div className="choices">
            {SEVERITIES.map((one) => (
              <Choice
                key={one}
                kind="radio"
                name="severity"
                value={one}
                label={t(`report.severity.${one}`)}
                chosen={severity === one}
                onChoose={() => setSeverity(one)}
              />
            ))}
          </div>
        </Group>
        <label className="field">
          <span className="label">{t('report.text')}</span>
          <textarea
            required
            rows={5}
            maxLength={MOST_TEXT}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <FormActs act={t('report.send')} pending={act.pending} />
        {act.done ? <p role="status">{t('report.sent')}</p> : null}
      </form>
      <Mine />
    </Page>
  );
}

/** Whoever reviews reports is told of those on another page. */
function Mine() {
  const { me } = useSession();
  const query = useInfiniteQuery(incidentsQuery);
  return (
    <Loaded query={query}>
      {({ pages }) => {
        const items = pages
          .flatMap((page) => page.items)
          .filter(({ reportedBy }) => reportedBy === me.memberId);
        if (items.length === 0) return null;
        return (
          <section className="section" aria-labelledby="mine">
            <h2 id="mine">{t('report.mine')}</h2>
            <ul className="lines">
              {items.map((incident) => (
                <li className="row" key={incident.id}>
                  <span dir="auto">{incident.text}</span>
                  <span className="soft small">
                    {said(`report.state.${incident.state}`) ?? incident.state} ·{' '}
                    {dayAndTime(incident.createdAt)}
                  </span>
                </li>
              ))}
            </ul>
            <More query={query} />
          </section>
        );
      }}
    </Loaded>
  );
}

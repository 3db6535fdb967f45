import '../look/desk.css';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Confirm } from '../ui/confirm.js';
import { duration } from '../words/time.js';
import { said, t } from '../words/words.js';
import { FIGURES, verdictOf } from './figures.rules.js';

type Weights = Schemas['WeightsDto'];
type View = Schemas['WhatIfViewDto'];

/** The plan with other weights beside today's, before anything is decided by it. */
export function WhatIf() {
  const query = useQuery({
    queryKey: ['score-weights'],
    queryFn: () => answered(api.GET('/v1/score-weights')),
  });
  return (
    <Page title={t('whatIf.title')} lead={t('whatIf.lead')}>
      <Loaded query={query}>{({ weights }) => <Compare weights={weights} />}</Loaded>
    </Page>
  );
}

const MOST_POINTS = 1_000_000;

function Compare({ weights }: { readonly weights: Weights }) {
  const { roles } = useSession();
  // What was typed stays when somebody keeps other weights meanwhile; the rest follows them.
  const [typed, setTyped] = useState<Partial<Weights>>({});
  const wanted: Weights = { ...weights, ...typed };
  const [compared, setCompared] = useState<{ readonly view: View; readonly with: Weights }>();
  // Weights are one object until they are read anew as others: what was compared with those of before is over.
  const view = compared?.with === weights ? compared.view : undefined;
  const names = Object.keys(weights) as (keyof Weights)[];
  const changed = names.filter((name) => wanted[name] !== weights[name]);
  const compare = useAct(
    (supposed: Partial<Weights>, key) =>
      answered(api.POST('/v1/what-if', { params: { header: keyed(key) }, body: { weights: supposed } })),
    (made) => setCompared({ view: made, with: weights }),
  );
  const keep = useAct(
    (body: Weights) => answered(api.PUT('/v1/score-weights', { body })),
    () => setTyped({}),
  );
  return (
    <>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          compare.run(Object.fromEntries(changed.map((name) => [name, wanted[name]])));
        }}
      >
        <div className="weights">
          {names.map((name) => (
            <label key={name} className="field">
              <span className="label">{said(`term.${name}`) ?? name}</span>
              <input
                type="number"
                required
                min={0}
                max={MOST_POINTS}
                value={Number.isNaN(wanted[name]) ? '' : wanted[name]}
                onChange={({ target }) => setTyped({ ...typed, [name]: target.valueAsNumber })}
              />
              <span className="soft small">{t('whatIf.today', { points: weights[name] })}</span>
            </label>
          ))}
        </div>
        <ProblemBox problem={compare.problem ?? keep.problem} />
        <div className="acts">
          <button className="button main" type="submit" data-pending={compare.pending || undefined}>
            {t('whatIf.compare')}
          </button>
          <button
            className="button quiet"
            type="button"
            disabled={changed.length === 0}
            onClick={() => setTyped({})}
          >
            {t('whatIf.back')}
          </button>
        </div>
        <p role="status" className="soft">
          {compare.pending ? t('whatIf.running') : ''}
        </p>
      </form>
      {view ? <SideBySide view={view} /> : null}
      {view && changed.length > 0 && roles.includes('administrator') ? (
        <div className="acts">
          <Confirm
            button={t('whatIf.keep')}
            title={t('whatIf.keepSure')}
            act={t('whatIf.keep')}
            actClass="button main"
            pending={keep.pending}
            problem={keep.problem}
            onConfirm={() => keep.run(wanted)}
          >
            <p>{t('whatIf.keepHint')}</p>
          </Confirm>
        </div>
      ) : null}
    </>
  );
}

function SideBySide({ view: { current, supposed, changedRequests } }: { readonly view: View }) {
  return (
    <section className="section" aria-labelledby="both">
      <h2 id="both">{t(`whatIf.verdict.${verdictOf(current, supposed)}`)}</h2>
      <p>{t('whatIf.changed', { count: changedRequests })}</p>
      <div className="table-place" tabIndex={0} role="region" aria-labelledby="both">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('whatIf.figure')}</th>
              <th scope="col">{t('whatIf.now')}</th>
              <th scope="col">{t('whatIf.then')}</th>
              <th scope="col">{t('whatIf.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {FIGURES.map(({ name, minutes }) => {
              const difference = supposed[name] - current[name];
              const shown = (value: number) => (minutes ? duration(value) : String(value));
              return (
                <tr key={name}>
                  <th scope="row">{t(`whatIf.figure.${name}`)}</th>
                  <td>{shown(current[name])}</td>
                  <td>{shown(supposed[name])}</td>
                  <td>
                    <bdi>
                      {difference > 0 ? `+${shown(difference)}` : difference === 0 ? '=' : shown(difference)}
                    </bdi>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { CorrectPlace } from './correct-place.js';

/** Municipalities and their zones: what matching knows of where. */
export function Places() {
  const { roles } = useSession();
  const { municipalities } = useNames();
  const decides = roles.includes('administrator');
  return (
    <Addable
      title={t('places.title')}
      add={decides ? t('places.add') : undefined}
      form={(close) => <NewPlace done={close} />}
    >
      <ul className="rows card">
        {municipalities.map((one) => (
          <Municipality key={one.id} one={one} decides={decides} />
        ))}
      </ul>
    </Addable>
  );
}

function Municipality({
  one,
  decides,
}: {
  readonly one: Schemas['MunicipalityDto'];
  readonly decides: boolean;
}) {
  const [adding, setAdding] = useState(false);
  const [correcting, setCorrecting] = useState(false);
  return (
    <li className="queue-row flat">
      <div>
        <strong dir="auto">{one.name}</strong>
        <span className="soft small" dir="auto">
          {one.zones.map(({ name }) => name).join(' · ')}
        </span>
        {adding ? <NewZone id={one.id} close={() => setAdding(false)} /> : null}
        {correcting ? <CorrectPlace one={one} close={() => setCorrecting(false)} /> : null}
        {decides && !adding && !correcting ? (
          <div className="acts">
            <button
              className="button quiet"
              type="button"
              aria-label={t('places.correctOne', { name: one.name })}
              onClick={() => setCorrecting(true)}
            >
              {t('places.correct')}
            </button>
            <button className="button quiet" type="button" onClick={() => setAdding(true)}>
              {t('places.addZone')}
            </button>
          </div>
        ) : null}
      </div>
    </li>
  );
}

function NewZone({ id, close }: { readonly id: string; close(): void }) {
  const add = useAct(
    (body: Schemas['NewZoneDto'], key) =>
      answered(
        api.POST('/v1/municipalities/{id}/zones', { params: { path: { id }, header: keyed(key) }, body }),
      ),
    close,
  );
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        add.run({
          name: String(form.get('name') ?? '').trim(),
          lat: Number(form.get('lat')),
          lng: Number(form.get('lng')),
        });
      }}
    >
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('closures.name')}</span>
        <input name="name" required dir="auto" maxLength={80} />
      </label>
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('places.lat')}</span>
          <input name="lat" type="number" required step="any" min={-90} max={90} dir="ltr" />
        </label>
        <label className="field">
          <span className="label">{t('places.lng')}</span>
          <input name="lng" type="number" required step="any" min={-180} max={180} dir="ltr" />
        </label>
      </div>
      <FormActs act={t('places.addZone')} pending={add.pending} cancel={close} />
    </form>
  );
}

function NewPlace({ done }: { done(): void }) {
  const add = useAct(
    (body: Schemas['NewMunicipalityDto'], key) =>
      answered(api.POST('/v1/municipalities', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        add.run({ name: String(form.get('name') ?? '').trim() });
      }}
    >
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('closures.name')}</span>
        <input name="name" required dir="auto" maxLength={80} />
      </label>
      <button className="button main" type="submit" data-pending={add.pending || undefined}>
        {t('places.add')}
      </button>
    </form>
  );
}

import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { UsedBy } from './used-by.js';

type Municipality = Schemas['MunicipalityDto'];

/** The names of a municipality and of its zones, each to be corrected or, where nothing points to it, removed. */
export function CorrectPlace({ one, close }: { readonly one: Municipality; close(): void }) {
  return (
    <div className="inset">
      <Named one={one} name={one.name} />
      {one.zones.map(({ id, name }) => (
        <Named key={id} one={one} zoneId={id} name={name} />
      ))}
      <button className="button quiet" type="button" onClick={close}>
        {t('places.done')}
      </button>
    </div>
  );
}

/** A municipality, or one of its zones. */
function Named({
  one,
  zoneId,
  name,
}: {
  readonly one: Municipality;
  readonly zoneId?: string;
  readonly name: string;
}) {
  const header = ifMatch(one.version);
  const save = useAct((next: string) =>
    zoneId
      ? answered(
          api.PATCH('/v1/municipalities/{id}/zones/{zoneId}', {
            params: { path: { id: one.id, zoneId }, header },
            body: { name: next },
          }),
        )
      : answered(
          api.PATCH('/v1/municipalities/{id}', {
            params: { path: { id: one.id }, header },
            body: { name: next },
          }),
        ),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.run(String(new FormData(event.currentTarget).get('name') ?? '').trim());
      }}
    >
      <ProblemBox problem={save.problem} />
      <label className="field">
        <span className="label">{t(zoneId ? 'places.zoneName' : 'places.name')}</span>
        <input name="name" required dir="auto" maxLength={120} defaultValue={name} />
      </label>
      <div className="acts">
        <button
          className="button"
          type="submit"
          aria-label={t('places.saveName', { name })}
          data-pending={save.pending || undefined}
        >
          {t('app.save')}
        </button>
        <Remove one={one} zoneId={zoneId} name={name} />
      </div>
    </form>
  );
}

function Remove({
  one,
  zoneId,
  name,
}: {
  readonly one: Municipality;
  readonly zoneId: string | undefined;
  readonly name: string;
}) {
  const header = ifMatch(one.version);
  const remove = useAct<void, unknown>(() =>
    zoneId
      ? answered(
          api.DELETE('/v1/municipalities/{id}/zones/{zoneId}', {
            params: { path: { id: one.id, zoneId }, header },
          }),
        )
      : answered(api.DELETE('/v1/municipalities/{id}', { params: { path: { id: one.id }, header } })),
  );
  return (
    <Confirm
      button={t('places.remove', { name })}
      className="button quiet bad"
      title={t('places.sure', { name })}
      act={t('places.removeNow')}
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => remove.run()}
    >
      <UsedBy problem={remove.problem} />
      <p>{t('places.removeHint')}</p>
    </Confirm>
  );
}

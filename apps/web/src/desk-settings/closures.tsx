import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useNames } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { Confirm } from '../ui/confirm.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { addDays, dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const AHEAD_DAYS = 200;
const PAGE = 100;
const KINDS = ['holiday', 'patron', 'school'] as const;

/** Holidays, patrons' days and school closures to come: homework help skips them. */
export function Closures() {
  const { municipalities } = useNames();
  const query = useQuery({
    queryKey: ['closures'],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/closures', {
            params: { query: { from: localDay(), to: addDays(localDay(), AHEAD_DAYS), limit: PAGE } },
          }),
        )
      ).items.sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1)),
  });
  const place = (id: string | null) => municipalities.find((one) => one.id === id)?.name;
  return (
    <Addable
      title={t('closures.title')}
      add={t('closures.add')}
      form={(close) => <NewClosure done={close} />}
    >
      <Loaded query={query}>
        {(closures) =>
          closures.length === 0 ? (
            <p className="empty">{t('closures.none')}</p>
          ) : (
            <ul className="rows card">
              {closures.map((one) => (
                <li key={one.id} className="queue-row flat">
                  <div>
                    <span className="row-head">
                      <strong dir="auto">{one.name}</strong>
                      <span className="mark soft">{t(`closures.kind.${one.kind}`)}</span>
                    </span>
                    <span className="soft small" dir="auto">
                      {one.firstDay === one.lastDay
                        ? dayInWords(one.firstDay)
                        : `${dayInWords(one.firstDay)} – ${dayInWords(one.lastDay)}`}
                      {place(one.municipalityId) ? ` · ${place(one.municipalityId)}` : ''}
                    </span>
                    <Remove id={one.id} name={one.name} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Holidays />
    </Addable>
  );
}

function Remove({ id, name }: { readonly id: string; readonly name: string }) {
  const remove = useAct<string, unknown>((closureId) =>
    answered(api.DELETE('/v1/closures/{id}', { params: { path: { id: closureId } } })),
  );
  return (
    <Confirm
      button={t('closures.remove')}
      className="button quiet bad"
      title={t('closures.removeSure', { name })}
      act={t('closures.remove')}
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => remove.run(id)}
    >
      <p>{t('closures.removeHint')}</p>
    </Confirm>
  );
}

/** The public holidays and patrons' days of next year, once: what is there already stays. */
function Holidays() {
  const year = Number(localDay().slice(0, 4)) + 1;
  const [added, setAdded] = useState<number>();
  const enter = useAct(
    (wanted: number, key) =>
      answered(api.POST('/v1/closures/holidays', { params: { header: keyed(key) }, body: { year: wanted } })),
    (done) => setAdded(done.added),
  );
  return (
    <>
      <ProblemBox problem={enter.problem} />
      <div className="acts">
        <button
          className="button quiet"
          type="button"
          data-pending={enter.pending || undefined}
          onClick={() => enter.run(year)}
        >
          {t('closures.holidays', { year: String(year) })}
        </button>
        {added === undefined ? null : (
          <span className="mark good" role="status">
            {t('closures.imported', { count: added })}
          </span>
        )}
      </div>
    </>
  );
}

function NewClosure({ done }: { done(): void }) {
  const { municipalities } = useNames();
  const add = useAct(
    (body: Schemas['NewClosureDto'], key) =>
      answered(api.POST('/v1/closures', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '');
        add.run({
          name: text('name'),
          kind: KINDS.find((kind) => kind === text('kind')) ?? 'school',
          firstDay: text('firstDay'),
          lastDay: text('lastDay') || text('firstDay'),
          municipalityId: text('municipalityId') || undefined,
        });
      }}
    >
      <p className="hintbox">{t('closures.hint')}</p>
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('closures.name')}</span>
        <input name="name" required maxLength={80} dir="auto" />
      </label>
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('closures.kind')}</span>
          <select name="kind" defaultValue="school">
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`closures.kind.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('queue.municipality')}</span>
          <select name="municipalityId" defaultValue="">
            <option value="">{t('closures.everywhere')}</option>
            {municipalities.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('closures.first')}</span>
          <input name="firstDay" type="date" required min={localDay()} />
        </label>
        <label className="field">
          <span className="label">{t('closures.last')}</span>
          <input name="lastDay" type="date" min={localDay()} />
        </label>
      </div>
      <button className="button main" type="submit" data-pending={add.pending || undefined}>
        {t('closures.save')}
      </button>
    </form>
  );
}

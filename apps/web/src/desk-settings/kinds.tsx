import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { categoriesQuery, credentialTypesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { categoryName } from '../words/known-names.js';
import { t } from '../words/words.js';
import { Demanded } from './demanded.js';

type Category = Schemas['CategoryDto'];

const SWITCHES = [
  'needsDependants',
  'needsSubjects',
  'needsDropOff',
  'skipsClosures',
  'travelCounts',
  'directExchange',
  'unsupervised',
] as const;

/** The kinds of help: what a request must say, what a helper must show. */
export function Kinds() {
  const { roles } = useSession();
  // The names elsewhere leave out what is switched off; here it is switched on again.
  const { data = [] } = useQuery(categoriesQuery);
  const categories = [...data].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.code.localeCompare(b.code),
  );
  const decides = roles.includes('administrator');
  return (
    <Addable
      title={t('deskSettings.kinds')}
      add={decides ? t('kinds.add') : undefined}
      form={(close) => <NewKind done={close} />}
    >
      <ul className="rows card">
        {categories.map((category) => (
          <Kind key={category.id} category={category} decides={decides} />
        ))}
      </ul>
    </Addable>
  );
}

function Kind({ category, decides }: { readonly category: Category; readonly decides: boolean }) {
  const [open, setOpen] = useState<'facts' | 'checks'>();
  const { municipalities } = useNames();
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const place = (id: string | null | undefined) => municipalities.find((one) => one.id === id)?.name;
  const close = () => setOpen(undefined);
  return (
    <li className="queue-row flat">
      <div>
        <strong dir="auto">{categoryName(category)}</strong>
        {category.active ? null : <span className="mark soft">{t('kinds.isOff')}</span>}
        <span className="soft small">
          {category.requirements.length === 0
            ? t('deskSettings.noRequirement')
            : category.requirements
                .map(({ credentialTypeId, municipalityId }) =>
                  [types.find(({ id }) => id === credentialTypeId)?.name, place(municipalityId)]
                    .filter(Boolean)
                    .join(', '),
                )
                .join(' · ')}
        </span>
        {open === 'facts' ? <EditKind category={category} close={close} /> : null}
        {open === 'checks' ? <Demanded category={category} close={close} /> : null}
        {decides && !open ? (
          <div className="acts">
            <button className="button quiet" type="button" onClick={() => setOpen('facts')}>
              {t('policies.change')}
            </button>
            <button className="button quiet" type="button" onClick={() => setOpen('checks')}>
              {t('kinds.checks')}
            </button>
          </div>
        ) : null}
      </div>
    </li>
  );
}

/** What the form says of a kind of help. */
function factsIn(form: FormData) {
  return {
    name: String(form.get('name') ?? '').trim(),
    siblingMultiplierPercent: Number(form.get('siblings')),
    ...(Object.fromEntries(SWITCHES.map((one) => [one, form.get(one) === 'yes'])) as Record<
      (typeof SWITCHES)[number],
      boolean
    >),
  };
}

function Facts({ category }: { readonly category?: Category }) {
  return (
    <>
      <label className="field">
        <span className="label">{t('closures.name')}</span>
        <input name="name" required dir="auto" maxLength={80} defaultValue={category?.name} />
      </label>
      <fieldset>
        <legend>{t('kinds.rules')}</legend>
        {SWITCHES.map((one) => (
          <label key={one} className="tick">
            <input type="checkbox" name={one} value="yes" defaultChecked={category?.[one] ?? false} />
            <span>{t(`kinds.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span className="label">{t('kinds.siblings')}</span>
        <input
          name="siblings"
          type="number"
          required
          min={100}
          max={300}
          defaultValue={category?.siblingMultiplierPercent ?? 100}
        />
      </label>
    </>
  );
}

function EditKind({ category, close }: { readonly category: Category; close(): void }) {
  const save = useAct(
    (body: Schemas['EditCategoryDto']) =>
      answered(
        api.PATCH('/v1/categories/{id}', {
          params: { path: { id: category.id }, header: ifMatch(category.version) },
          body,
        }),
      ),
    close,
  );
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        save.run(factsIn(new FormData(event.currentTarget)));
      }}
    >
      <ProblemBox problem={save.problem} />
      <Facts category={category} />
      <FormActs pending={save.pending} cancel={close}>
        <button
          className={category.active ? 'button quiet bad' : 'button quiet'}
          type="button"
          onClick={() => save.run({ active: !category.active })}
        >
          {category.active ? t('kinds.off') : t('kinds.on')}
        </button>
      </FormActs>
    </form>
  );
}

function NewKind({ done }: { done(): void }) {
  const add = useAct(
    (body: Schemas['NewCategoryDto'], key) =>
      answered(api.POST('/v1/categories', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        add.run({ ...factsIn(form), code: String(form.get('code') ?? '') });
      }}
    >
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('kinds.code')}</span>
        <input name="code" required dir="ltr" maxLength={40} pattern="[a-z][a-z0-9\-]*" />
      </label>
      <Facts />
      <button className="button main" type="submit" data-pending={add.pending || undefined}>
        {t('kinds.add')}
      </button>
    </form>
  );
}

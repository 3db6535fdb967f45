import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

type NewType = Schemas['NewCredentialTypeDto'];

/** The checks this community knows; the law's own are offered, each with its source. */
export function CheckTypes() {
  const { roles } = useSession();
  const { data: types = [] } = useQuery(credentialTypesQuery);
  return (
    <Addable
      title={t('checkTypes.title')}
      add={roles.includes('administrator') ? t('checkTypes.add') : undefined}
      form={(close) => <NewCheckType known={types} done={close} />}
    >
      <ul className="rows card">
        {types.map((type) => (
          <li key={type.id} className="queue-row flat">
            <div>
              <strong dir="auto">{type.name}</strong>
              <span className="soft small" dir="auto">
                {t('checkTypes.months', { count: type.validityMonths })} · {type.legalBasis}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Addable>
  );
}

function NewCheckType({ known, done }: { readonly known: readonly NewType[]; done(): void }) {
  const { community } = useSession();
  const { country } = community;
  const { data: checks = [] } = useQuery({
    queryKey: ['known-checks', country],
    queryFn: async () =>
      (await answered(api.GET('/v1/known-checks', { params: { query: { country } } }))).items,
  });
  const [from, setFrom] = useState('');
  const taken = checks.find(({ code }) => code === from);
  const add = useAct(
    (body: NewType, key) =>
      answered(api.POST('/v1/credential-types', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim();
        add.run({
          code: text('code'),
          name: text('name'),
          country,
          validityMonths: Number(text('validity')),
          legalBasis: text('basis'),
          ...(text('age') ? { maxAgeMonths: Number(text('age')) } : {}),
        });
      }}
    >
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('checkTypes.known')}</span>
        <select value={from} onChange={({ target }) => setFrom(target.value)}>
          <option value="">{t('checkTypes.own')}</option>
          {checks
            .filter(({ code }) => !known.some((one) => one.code === code))
            .map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
        </select>
      </label>
      <div className="columns-two" key={from}>
        <label className="field">
          <span className="label">{t('closures.name')}</span>
          <input name="name" required dir="auto" maxLength={120} defaultValue={taken?.name} />
        </label>
        <label className="field">
          <span className="label">{t('kinds.code')}</span>
          <input
            name="code"
            required
            dir="ltr"
            maxLength={40}
            pattern="[a-z][a-z0-9\-]*"
            defaultValue={taken?.code}
          />
        </label>
        <label className="field">
          <span className="label">{t('checkTypes.validity')}</span>
          <input
            name="validity"
            type="number"
            required
            min={1}
            max={120}
            defaultValue={taken?.validityMonths ?? 24}
          />
        </label>
        <label className="field">
          <span className="label">{t('checkTypes.age')}</span>
          <input name="age" type="number" min={1} max={120} defaultValue={taken?.maxAgeMonths ?? ''} />
        </label>
      </div>
      <label className="field" key={`basis ${from}`}>
        <span className="label">{t('checkTypes.basis')}</span>
        <input name="basis" required dir="auto" maxLength={300} defaultValue={taken?.source} />
      </label>
      <button className="button main" type="submit" data-pending={add.pending || undefined}>
        {t('checkTypes.add')}
      </button>
    </form>
  );
}

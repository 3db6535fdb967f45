import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { Organisation } from './organisation.js';

const KINDS = ['municipality', 'association', 'cooperative', 'school', 'parish', 'other'] as const;

/** The bodies that work here, each with its own people, register and desk. */
export function Organisations() {
  const { roles } = useSession();
  const decides = roles.includes('administrator');
  const { data: organisations = [] } = useQuery(organisationsQuery);
  return (
    <Addable
      title={t('organisations.title')}
      add={decides ? t('organisations.add') : undefined}
      form={(close) => <NewOrganisation done={close} />}
    >
      {organisations.length === 0 ? <p className="empty">{t('organisations.none')}</p> : null}
      <ul className="lines">
        {organisations.map((one) => (
          <Organisation key={one.id} one={one} decides={decides} />
        ))}
      </ul>
    </Addable>
  );
}

function NewOrganisation({ done }: { done(): void }) {
  const add = useAct(
    (body: Schemas['NewOrganisationDto'], key) =>
      answered(api.POST('/v1/organisations', { params: { header: keyed(key) }, body })),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        add.run({
          name: String(form.get('name') ?? '').trim(),
          kind: KINDS.find((kind) => kind === form.get('kind')) ?? 'other',
        });
      }}
    >
      <ProblemBox problem={add.problem} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('closures.name')}</span>
          <input name="name" required dir="auto" maxLength={120} />
        </label>
        <label className="field">
          <span className="label">{t('closures.kind')}</span>
          <select name="kind">
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`organisations.kind.${kind}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <button className="button main" type="submit" data-pending={add.pending || undefined}>
        {t('organisations.add')}
      </button>
    </form>
  );
}

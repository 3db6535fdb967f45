import { lazy, useState } from 'react';
import { answered, api, keyed } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ageBand } from '../offers/age-band.js';
import { Confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';
import { Later } from '../ui/later.js';
import { t } from '../words/words.js';
import { CareCard } from './care-card.js';
import { DependantForm, type Dependant } from './dependant-form.js';
import type { Home } from './household.js';

/** The desk’s alone. */
const HeardCard = lazy(async () => ({ default: (await import('../desk-heard/heard-card.js')).HeardCard }));

/** The children, and adults who are cared for: a short name, an age, a seat. */
export function Dependants({
  home,
  byDesk = false,
}: {
  readonly home: Home;
  /** The care card is between the family and whoever comes: the desk writes one down, and reads none. */
  readonly byDesk?: boolean;
}) {
  const [open, setOpen] = useState<string>();
  const living = home.dependants?.filter(({ archived }) => !archived) ?? [];
  const close = () => setOpen(undefined);
  return (
    <section className="section" aria-labelledby="dependants">
      <h2 id="dependants">{t('household.dependants')}</h2>
      {living.length === 0 ? <p className="empty">{t('household.noDependants')}</p> : null}
      <ul className="plain">
        {living.map((one) => (
          <li key={one.id}>
            {open === one.id ? (
              <DependantForm home={home} dependant={one} close={close} />
            ) : (
              <Shown
                home={home}
                dependant={one}
                byDesk={byDesk}
                limited={home.limited === true}
                edit={() => setOpen(one.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {open === 'new' ? (
        <DependantForm home={home} close={close} />
      ) : (
        <Add home={home} open={() => setOpen('new')} />
      )}
    </section>
  );
}

/** Who lives here is for those to say who see all of it. */
function Add({ home, open }: { readonly home: Home; readonly open: () => void }) {
  if (home.limited) return null;
  return (
    <div className="acts">
      <button className="button" type="button" onClick={open}>
        <Icon name="plus" />
        {t('household.add')}
      </button>
    </div>
  );
}

function Shown({
  home,
  dependant,
  byDesk,
  limited,
  edit,
}: {
  readonly byDesk: boolean;
  readonly limited: boolean;
  readonly home: Home;
  readonly dependant: Dependant;
  readonly edit: () => void;
}) {
  const archive = useAct((id: string, key) =>
    answered(api.POST('/v1/dependants/{id}/archive', { params: { path: { id }, header: keyed(key) } })),
  );
  const name = dependant.nickname ?? '';
  return (
    <article className="card" aria-label={name}>
      <div className="row">
        <h3 dir="auto">{name}</h3>
        <span className="soft">
          {dependant.ageBand === 'adult'
            ? ageBand('adult')
            : t('ask.age', { band: ageBand(dependant.ageBand ?? '') })}
        </span>
      </div>
      <div className="acts">
        <button className="button" type="button" onClick={edit}>
          {t('household.edit')}
        </button>
        {limited ? null : (
          <Confirm
            button={t('household.archive')}
            className="button quiet bad"
            title={t('household.archiveSure', { name })}
            act={t('household.archiveYes')}
            pending={archive.pending}
            problem={archive.problem}
            onConfirm={() => archive.run(dependant.id)}
          >
            <p>{t('household.archiveHint')}</p>
          </Confirm>
        )}
      </div>
      {byDesk ? (
        <Later title={t('heardCard.title')}>
          <HeardCard home={home} dependantId={dependant.id} />
        </Later>
      ) : (
        <CareCard dependantId={dependant.id} />
      )}
    </article>
  );
}

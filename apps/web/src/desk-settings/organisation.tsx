import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Confirm } from '../ui/confirm.js';
import { dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';
import { UsedBy } from './used-by.js';

/** One organisation: how it is reached, whether it has ended; administrators correct it. */
export function Organisation({
  one,
  decides,
}: {
  readonly one: Schemas['OrganisationDto'];
  readonly decides: boolean;
}) {
  const [editing, setEditing] = useState(false);
  return (
    <li>
      <div className="row reading">
        <span>
          <strong dir="auto">{one.name}</strong>
          {one.contact ? (
            <>
              <br />
              <span className="soft small" dir="auto">
                {one.contact}
              </span>
            </>
          ) : null}
        </span>
        {one.closedAt ? (
          <span className="mark soft">
            {t('organisations.closedSince', { day: dayInWords(localDay(one.closedAt), false) })}
          </span>
        ) : null}
      </div>
      {editing ? <EditOrganisation one={one} close={() => setEditing(false)} /> : null}
      {decides && !editing ? (
        <div className="acts">
          <button className="button quiet" type="button" onClick={() => setEditing(true)}>
            {t('organisations.edit', { name: one.name })}
          </button>
          <RemoveOrganisation one={one} />
        </div>
      ) : null}
    </li>
  );
}

function EditOrganisation({ one, close }: { readonly one: Schemas['OrganisationDto']; close(): void }) {
  const save = useAct(
    (body: Schemas['EditOrganisationDto']) =>
      answered(
        api.PATCH('/v1/organisations/{id}', {
          params: { path: { id: one.id }, header: ifMatch(one.version) },
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
        const form = new FormData(event.currentTarget);
        const written = (field: string) => String(form.get(field) ?? '').trim();
        save.run({
          name: written('name'),
          contact: written('contact') || null,
          closed: form.get('closed') !== null,
        });
      }}
    >
      <ProblemBox problem={save.problem} />
      <label className="field">
        <span className="label">{t('closures.name')}</span>
        <input name="name" required dir="auto" maxLength={200} defaultValue={one.name} />
      </label>
      <label className="field">
        <span className="label">{t('organisations.contact')}</span>
        <input name="contact" dir="auto" maxLength={200} defaultValue={one.contact ?? ''} />
      </label>
      <label className="tick">
        <input name="closed" type="checkbox" defaultChecked={one.closedAt !== null} />
        <span>{t('organisations.closed')}</span>
      </label>
      <FormActs pending={save.pending} cancel={close} />
    </form>
  );
}

function RemoveOrganisation({ one }: { readonly one: Schemas['OrganisationDto'] }) {
  const remove = useAct<void, unknown>(() =>
    answered(
      api.DELETE('/v1/organisations/{id}', {
        params: { path: { id: one.id }, header: ifMatch(one.version) },
      }),
    ),
  );
  return (
    <Confirm
      button={t('places.remove', { name: one.name })}
      className="button quiet bad"
      title={t('places.sure', { name: one.name })}
      act={t('places.removeNow')}
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => remove.run()}
    >
      <UsedBy problem={remove.problem} />
      <p>{t('organisations.removeHint')}</p>
    </Confirm>
  );
}

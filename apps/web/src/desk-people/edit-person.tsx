import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { FormActs } from '../ui/form-acts.js';
import { Icon } from '../ui/icon.js';
import { ProblemBox } from '../ui/problem-box.js';
import { languageName } from '../words/time.js';
import { t } from '../words/words.js';
import { NameAndReach } from './name-and-reach.js';

type Person = Schemas['MemberDto'];
const AT_DESK = ['coordinator', 'administrator', 'auditor'];

/** Name, language and addresses as the desk hears them; who sits at the desk is an administrator's to change. */
export function EditPerson({ person }: { readonly person: Person }) {
  const { me, roles } = useSession();
  const [open, setOpen] = useState(false);
  const ofDesk = person.roles?.some((role) => AT_DESK.includes(role)) ?? false;
  const own = person.id === me.memberId;
  if (own || person.state === 'left' || (ofDesk && !roles.includes('administrator'))) return null;
  return open ? (
    <EditForm person={person} close={() => setOpen(false)} />
  ) : (
    <div className="acts">
      <button className="button" type="button" onClick={() => setOpen(true)}>
        <Icon name="note" />
        {t('people.edit')}
      </button>
    </div>
  );
}

function EditForm({ person, close }: { readonly person: Person; close(): void }) {
  const { community } = useSession();
  // What was typed stays when somebody else changes the record meanwhile, and what was not typed follows it.
  const [opened] = useState(person);
  const save = useAct(
    (body: Schemas['EditMemberDto']) =>
      answered(
        api.PATCH('/v1/members/{id}', {
          params: { path: { id: person.id }, header: ifMatch(person.version ?? 0) },
          body,
        }),
      ),
    close,
  );
  const languages = [...new Set([...community.languages, opened.language ?? community.defaultLanguage])];
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        const change = changeIn(new FormData(event.currentTarget), opened);
        if (Object.keys(change).length === 0) close();
        else save.run(change);
      }}
    >
      <p className="hintbox">{t('people.editHint')}</p>
      <ProblemBox problem={save.problem} />
      <NameAndReach problem={save.problem?.fields ?? []} known={opened} />
      <label className="field">
        <span className="label">{t('people.language')}</span>
        <select name="language" defaultValue={opened.language}>
          {languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </select>
      </label>
      <FormActs pending={save.pending} cancel={close} />
    </form>
  );
}

/** What is another than before; an address that was emptied is none any more. */
function changeIn(form: FormData, person: Person): Schemas['EditMemberDto'] {
  const said = (name: string) => String(form.get(name) ?? '').trim();
  const change: Schemas['EditMemberDto'] = {};
  for (const name of ['givenName', 'familyName', 'language'] as const) {
    if (said(name) && said(name) !== person[name]) change[name] = said(name);
  }
  for (const name of ['phone', 'email'] as const) {
    if (said(name) !== (person[name] ?? '')) change[name] = said(name) || null;
  }
  return change;
}

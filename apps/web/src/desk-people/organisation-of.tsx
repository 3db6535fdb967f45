import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { organisationsQuery } from '../api/desk-queries.js';
import { memberQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Field, type Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { OrganisationSelect } from '../ui/organisation-select.js';
import { ProblemBox } from '../ui/problem-box.js';
import { inOneLine } from '../ui/reasoned.js';
import { Wrongs } from '../ui/wrongs.js';
import { t } from '../words/words.js';

type Person = Schemas['MemberDto'];

const AT_DESK = ['coordinator', 'administrator', 'auditor'];

/** Whose somebody is; a desk that reaches both organisations moves them, with what that means for register and cover. */
export function OrganisationOf({ person }: { readonly person: Person }) {
  const { me } = useSession();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  if (organisations.length === 0 || person.state === 'left') return null;
  const name = organisations.find(({ id }) => id === person.organisationId)?.name ?? t('register.community');
  const settled =
    person.id === me.memberId || (person.roles?.some((role) => AT_DESK.includes(role)) ?? false);
  return (
    <details className="section">
      <summary>{t('moves.title')}</summary>
      <p>
        {t('moves.now')} <strong dir="auto">{name}</strong>
      </p>
      {settled ? (
        <p className="hintbox">{t('moves.desk')}</p>
      ) : (
        <MoveForm key={person.organisationId} person={person} name={name} />
      )}
    </details>
  );
}

const MOST_REASON = 300;

function MoveForm({ person, name }: { readonly person: Person; readonly name: string }) {
  const { me, roles } = useSession();
  const { data: reader } = useQuery(memberQuery(me.memberId));
  const [to, choose] = useState<string>();
  const [reason, setReason] = useState('');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const move = useAct((body: Schemas['OrganisationChangeDto']) =>
    answered(
      api.PUT('/v1/members/{id}/organisation', {
        params: { path: { id: person.id }, header: ifMatch(person.version ?? 0) },
        body,
      }),
    ),
  );
  const current = person.organisationId ?? '';
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found: Wrong[] = [];
        if (to === undefined || to === current) found.push({ field: 'move-to', words: 'wrong.organisation' });
        if (!inOneLine(reason)) found.push({ field: 'move-reason', words: 'wrong.reason' });
        setWrongs(found);
        if (found.length === 0) move.run({ organisationId: to || null, reason: inOneLine(reason) });
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={move.problem} />
      {move.problem?.conflict ? <p className="hintbox">{t('app.now', { what: name })}</p> : null}
      <p className="hintbox">{t('moves.hint')}</p>
      <Field id="move-to" label={t('moves.to')} wrongs={wrongs}>
        {(props) => (
          <OrganisationSelect
            {...props}
            none={t('register.community')}
            only={roles.includes('administrator') ? undefined : reader?.organisationId}
            value={to ?? current}
            onChange={choose}
          />
        )}
      </Field>
      <Field id="move-reason" label={t('moves.reason')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            dir="auto"
            maxLength={MOST_REASON}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <FormActs act={t('moves.do')} className="button" pending={move.pending} />
    </form>
  );
}

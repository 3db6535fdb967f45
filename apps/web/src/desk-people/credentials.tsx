import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { credentialsQuery } from '../checks/check-reads.js';
import { CredentialRow } from '../checks/check-rows.js';
import { Addable } from '../ui/addable.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Rows } from '../ui/rows.js';
import { TakeBack } from '../ui/take-back.js';
import { checkName } from '../words/known-names.js';
import { localDay } from '../words/time.js';
import { t } from '../words/words.js';

/** The checks of a helper, and a form to record one: its dates and outcome, never the document. */
export function Credentials({ memberId }: { readonly memberId: string }) {
  const query = useQuery(credentialsQuery(memberId));
  return (
    <Addable
      title={t('credentials.title')}
      add={t('credentials.add')}
      form={(close) => <NewCredential memberId={memberId} done={close} />}
    >
      <Rows query={query} none={t('credentials.none')}>
        {(one) => (
          <CredentialRow key={one.id} one={one}>
            {one.withdrawn ? null : <Withdraw id={one.id} name={checkName(one)} />}
          </CredentialRow>
        )}
      </Rows>
    </Addable>
  );
}

/** It was recorded by mistake, or counts no longer: coming visits that need it are flagged. */
function Withdraw({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <TakeBack
      word={t('credentials.withdraw')}
      sure={t('credentials.withdrawSure', { name })}
      hint={t('credentials.withdrawHint')}
      act={(key) =>
        answered(api.POST('/v1/credentials/{id}/withdraw', { params: { path: { id }, header: keyed(key) } }))
      }
    />
  );
}

function NewCredential({ memberId, done }: { readonly memberId: string; done(): void }) {
  const { community } = useSession();
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const record = useAct(
    (body: Schemas['NewCredentialDto'], key) =>
      answered(
        api.POST('/v1/members/{id}/credentials', {
          params: { path: { id: memberId }, header: keyed(key) },
          body,
        }),
      ),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        record.run({
          credentialTypeId: String(form.get('type')),
          country: community.country,
          issuedOn: String(form.get('issuedOn')),
          checkedOn: localDay(),
          outcome: form.get('outcome') === 'failed' ? 'failed' : 'passed',
        });
      }}
    >
      <p className="hintbox">{t('credentials.notice')}</p>
      <ProblemBox problem={record.problem} />
      <label className="field">
        <span className="label">{t('credentials.type')}</span>
        <select name="type" required>
          {types.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span className="label">{t('credentials.issuedOn')}</span>
        <input name="issuedOn" type="date" required max={localDay()} />
      </label>
      <fieldset>
        <legend>{t('credentials.outcome')}</legend>
        {(['passed', 'failed'] as const).map((outcome) => (
          <label key={outcome} className="tick">
            <input type="radio" name="outcome" value={outcome} defaultChecked={outcome === 'passed'} />
            <span>{t(`credentials.outcome.${outcome}`)}</span>
          </label>
        ))}
      </fieldset>
      <button className="button main" type="submit" data-pending={record.pending || undefined}>
        {t('credentials.record')}
      </button>
    </form>
  );
}

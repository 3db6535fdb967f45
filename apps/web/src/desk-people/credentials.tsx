import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dayInWords, localDay } from '../words/time.js';
import { said, t } from '../words/words.js';

const PAGE = 100;

/** The checks of a helper, and a form to record one: its dates and outcome, never the document. */
export function Credentials({ memberId }: { readonly memberId: string }) {
  const [adding, setAdding] = useState(false);
  const { data } = useQuery({
    queryKey: ['credentials', memberId],
    queryFn: () =>
      answered(
        api.GET('/v1/members/{id}/credentials', {
          params: { path: { id: memberId }, query: { limit: PAGE } },
        }),
      ),
  });
  return (
    <section className="section">
      <div className="row">
        <h2>{t('credentials.title')}</h2>
        <button
          className="button quiet"
          type="button"
          aria-expanded={adding}
          onClick={() => setAdding(!adding)}
        >
          {t('credentials.add')}
        </button>
      </div>
      {adding ? <NewCredential memberId={memberId} done={() => setAdding(false)} /> : null}
      {data?.items.length === 0 ? <p className="empty">{t('credentials.none')}</p> : null}
      {data && data.items.length > 0 ? (
        <ul className="rows card">
          {data.items.map((one) => (
            <Credential key={one.id} one={one} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

const LOOK: Record<string, string> = { valid: 'good', expiring: 'warn', expired: 'bad' };

function Credential({ one }: { readonly one: Schemas['CredentialDto'] }) {
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong dir="auto">{one.name}</strong>
          <span className={`mark ${LOOK[one.state] ?? 'soft'}`}>
            {said(`credentials.state.${one.state}`) ?? one.state}
          </span>
        </span>
        <span className="soft small">
          {t('credentials.checked', { day: dayInWords(one.checkedOn, false) })}
          {one.validUntil ? ` · ${t('credentials.until', { day: dayInWords(one.validUntil) })}` : ''}
        </span>
      </div>
    </li>
  );
}

function NewCredential({ memberId, done }: { readonly memberId: string; done(): void }) {
  const { community } = useSession();
  const { data: types = [] } = useQuery({
    queryKey: ['credential-types'],
    queryFn: async () =>
      (await answered(api.GET('/v1/credential-types', { params: { query: { limit: PAGE } } }))).items,
  });
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

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { sharedAccountsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { PersonName } from '../desk-people/person-name.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf, dayAndTime, languageName, localDay } from '../words/time.js';
import { t } from '../words/words.js';
import { CaseActs } from './case-acts.js';
import { caseQuery } from './queue-reads.js';

const MOST_NOTES = 50;

/** The case behind an item: who owns it, when to call back, the desk's notes. */
export function CasePanel({ requestId, open }: { readonly requestId: string; readonly open?: boolean }) {
  const { data: request } = useQuery(caseQuery(requestId));
  if (!request) return null;
  return (
    <details className="more-of" open={open}>
      <summary>{t('case.title')}</summary>
      {request.note ? (
        <p className="hintbox" dir="auto">
          {request.note}
        </p>
      ) : null}
      <HowAsked request={request} />
      <Payer request={request} />
      <CaseActs request={request} />
      <Ownership request={request} />
      <Notes requestId={requestId} />
    </details>
  );
}

/** What the desk recorded when it asked in the family's name. */
function HowAsked({
  request: { spokenLanguage, noticeReadAt },
}: {
  readonly request: Schemas['RequestDto'];
}) {
  if (!spokenLanguage && !noticeReadAt) return null;
  return (
    <dl className="facts">
      {spokenLanguage ? (
        <div>
          <dt>{t('case.spoken')}</dt>
          <dd>{languageName(spokenLanguage)}</dd>
        </div>
      ) : null}
      {noticeReadAt ? (
        <div>
          <dt>{t('case.noticeRead')}</dt>
          <dd>{dayAndTime(noticeReadAt)}</dd>
        </div>
      ) : null}
    </dl>
  );
}

/** Whose hours pay, where hours are spent. */
function Payer({ request: { payerMemberId, payerAccountId } }: { readonly request: Schemas['RequestDto'] }) {
  const { data: shared = [] } = useQuery({ ...sharedAccountsQuery, enabled: payerAccountId !== null });
  if (!payerMemberId && !payerAccountId) return null;
  return (
    <dl className="facts">
      <div>
        <dt>{t('payer.title')}</dt>
        <dd dir="auto">
          {payerMemberId ? (
            <PersonName id={payerMemberId} />
          ) : (
            shared.find(({ id }) => id === payerAccountId)?.name
          )}
        </dd>
      </div>
    </dl>
  );
}

function Ownership({ request }: { readonly request: Schemas['RequestDto'] }) {
  const { me } = useSession();
  const set = useAct((change: { ownerId?: string; callBackOn?: string | null }) =>
    answered(
      api.PUT('/v1/requests/{id}/case', {
        params: { path: { id: request.id }, header: ifMatch(request.version) },
        body: {
          // A date to call back on needs somebody who calls: who sets it takes the case.
          ownerId: change.ownerId ?? request.ownerId ?? me.memberId,
          coverId: request.coverId ?? undefined,
          callBackOn:
            change.callBackOn === undefined
              ? (request.callBackOn ?? undefined)
              : (change.callBackOn ?? undefined),
        },
      }),
    ),
  );
  const mine = request.ownerId === me.memberId;
  return (
    <>
      <ProblemBox problem={set.problem} />
      <div className="row">
        <p>
          {mine ? t('case.mine') : request.ownerId ? t('case.others') : t('case.nobodys')}{' '}
          {request.ownerId && !mine ? <PersonName id={request.ownerId} /> : null}
        </p>
        {mine ? null : (
          <button className="button quiet" type="button" onClick={() => set.run({ ownerId: me.memberId })}>
            {t('case.take')}
          </button>
        )}
      </div>
      <label className="field">
        <span className="label">{t('case.callBack')}</span>
        {request.ownerId ? null : <span className="hint">{t('case.callBackTakes')}</span>}
        <input
          type="date"
          min={localDay()}
          value={request.callBackOn ?? ''}
          onChange={({ target }) => set.run({ callBackOn: target.value || null })}
        />
      </label>
    </>
  );
}

function Notes({ requestId }: { readonly requestId: string }) {
  const { data: notes = [] } = useQuery({
    queryKey: ['request', requestId, 'notes'],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/requests/{id}/notes', {
            params: { path: { id: requestId }, query: { limit: MOST_NOTES } },
          }),
        )
      ).items,
  });
  const [text, setText] = useState('');
  const add = useAct(
    (body: { text: string }, key) =>
      answered(
        api.POST('/v1/requests/{id}/notes', {
          params: { path: { id: requestId }, header: keyed(key) },
          body,
        }),
      ),
    () => setText(''),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.run({ text });
      }}
    >
      <h3>{t('case.notes')}</h3>
      <ul className="notes">
        {notes.map((note) => (
          <li key={note.id}>
            <p dir="auto">{note.text}</p>
            <span className="soft small">{dateOf(note.createdAt)}</span>
          </li>
        ))}
      </ul>
      <ProblemBox problem={add.problem} />
      <label className="field">
        <span className="label">{t('case.newNote')}</span>
        <textarea
          required
          rows={2}
          maxLength={2000}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button className="button" type="submit" data-pending={add.pending || undefined}>
        {t('case.addNote')}
      </button>
    </form>
  );
}

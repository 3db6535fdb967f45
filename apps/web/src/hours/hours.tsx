import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { seatsQuery, toConfirmQuery, toDeclareQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Field } from '../ui/field.js';
import { Loaded, Together } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { RegimeMark } from '../ui/regime-mark.js';
import { visitInWords } from '../ui/when.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';
import { Declare } from './declare.js';
import { Given } from './given.js';
import { CameAfterAll } from './no-show.js';

const PAST = ['hours-confirmed', 'credited', 'counted', 'disputed', 'settled', 'reversed'] as const;
type PastState = (typeof PAST)[number];
const isPast = (state: string): state is PastState => (PAST as readonly string[]).includes(state);

/** Hours to confirm in one tap, hours to declare, those one gave, and those received in the last two weeks. */
export function Hours() {
  const toConfirm = useQuery(toConfirmQuery);
  const toDeclare = useQuery(toDeclareQuery);
  const seats = useQuery(seatsQuery);
  const { me, roles } = useSession();
  return (
    <Page title={t('hours.title')} lead={t('hours.lead')}>
      <Together queries={[toConfirm, toDeclare, seats]}>
        <section className="section" aria-labelledby="confirm">
          <h2 id="confirm">{t('hours.toConfirm')}</h2>
          <Loaded query={toConfirm}>
            {(entries) =>
              entries.length === 0 ? (
                <p className="empty">{t('hours.none')}</p>
              ) : (
                <ul className="plain">
                  {entries.map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </section>
        <Loaded query={toDeclare}>{(all) => <Declare seats={all} />}</Loaded>
        <Loaded query={seats}>
          {(all) => (
            <>
              <Missed seats={all} />
              <Past seats={all.filter(({ memberId }) => memberId !== me.memberId)} />
            </>
          )}
        </Loaded>
        {roles.includes('helper') ? (
          <section className="section" aria-labelledby="given">
            <h2 id="given">{t('hours.given')}</h2>
            <Given memberId={me.memberId} />
          </section>
        ) : null}
      </Together>
    </Page>
  );
}

/** What the other side declared: right with one tap, or a word to the desk. */
function Entry({ entry }: { readonly entry: Schemas['ListedTimeEntryDto'] }) {
  const [doubting, setDoubting] = useState(false);
  const confirm = useAct((version: number, key) =>
    answered(
      api.POST('/v1/time-entries/{id}/confirm', {
        params: { path: { id: entry.id }, header: keyed(key) },
        body: { version },
      }),
    ),
  );
  return (
    <li className="card fresh">
      <p className="soft capital">{visitInWords(entry)}</p>
      <p>
        <span className="number">{duration(entry.declaredMinutes)}</span> <RegimeMark regime={entry.regime} />
      </p>
      <ProblemBox problem={confirm.problem} />
      <div className="acts">
        <button
          className="button main"
          type="button"
          data-pending={confirm.pending || undefined}
          onClick={() => confirm.run(entry.version)}
        >
          {t('hours.confirm')}
        </button>
        <button
          className="button quiet"
          type="button"
          aria-expanded={doubting}
          onClick={() => setDoubting(!doubting)}
        >
          {t('hours.wrong')}
        </button>
      </div>
      {doubting ? <Dispute entry={entry} /> : null}
    </li>
  );
}

function Dispute({ entry }: { readonly entry: Schemas['ListedTimeEntryDto'] }) {
  const [reason, setReason] = useState('');
  const send = useAct((text: string, key) =>
    answered(
      api.POST('/v1/time-entries/{id}/dispute', {
        params: { path: { id: entry.id }, header: keyed(key) },
        body: { version: entry.version, reason: text },
      }),
    ),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.run(reason.trim());
      }}
    >
      <ProblemBox problem={send.problem} />
      <Field id={`reason-${entry.id}`} label={t('hours.reason')} hint={t('hours.reasonHint')}>
        {(props) => (
          <textarea
            {...props}
            required
            rows={2}
            dir="auto"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <button className="button" type="submit" data-pending={send.pending || undefined}>
        {t('hours.dispute')}
      </button>
    </form>
  );
}

/** Somebody said that this side was not there. */
function Missed({ seats }: { readonly seats: readonly Schemas['SeatDto'][] }) {
  const { me } = useSession();
  const sideOf = ({ memberId }: Schemas['SeatDto']) => (memberId === me.memberId ? 'helper' : 'family');
  const missed = seats.filter((seat) => seat.state === 'no-show' && seat.noShowBy === sideOf(seat));
  if (missed.length === 0) return null;
  return (
    <ul className="plain">
      {missed.map((seat) => (
        <li className="card fresh" key={seat.id}>
          <p className="capital">{visitInWords(seat)}</p>
          <p>
            <span className="mark warn">{t('noShow.said')}</span>
          </p>
          <CameAfterAll seat={seat} mine={sideOf(seat)} />
        </li>
      ))}
    </ul>
  );
}

function Past({ seats }: { readonly seats: readonly Schemas['SeatDto'][] }) {
  const past = seats.flatMap((seat) => (isPast(seat.state) ? [{ ...seat, state: seat.state }] : []));
  if (past.length === 0) return null;
  const newest = past.sort((a, b) => b.startsAt.localeCompare(a.startsAt));
  return (
    <section className="section" aria-labelledby="past">
      <h2 id="past">{t('hours.past')}</h2>
      <ul className="plain">
        {newest.map((seat) => (
          <li className="card row" key={seat.id}>
            <span className="capital">{visitInWords(seat)}</span>
            <span className={seat.state === 'disputed' ? 'mark warn' : 'mark good'}>
              {t(`seat.${seat.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

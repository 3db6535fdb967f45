import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { timeEntryQuery } from '../desk-hours/hours-reads.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Reasoned } from '../ui/reasoned.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';
import { GuardianSpeaks, HelperSpeaks, type Speaker } from './who-answers.js';

type Entry = Schemas['ListedTimeEntryDto'];

/** Hours that one side declared, and the word of the other as the desk hears it. */
export function HeardHours({ timeEntryId, done }: { readonly timeEntryId: string; done(): void }) {
  const query = useQuery(timeEntryQuery(timeEntryId));
  return (
    <Loaded query={query}>
      {(entry) => (entry.state === 'declared' ? <HeardEntry entry={entry} done={done} /> : null)}
    </Loaded>
  );
}

export function HeardEntry({ entry, done }: { readonly entry: Entry; done(): void }) {
  const { me } = useSession();
  // One person never both declares and confirms.
  if (entry.declaredBy === me.memberId) return <p className="hintbox">{t('heard.anotherAsks')}</p>;
  const side = entry.declaredSide === 'helper' ? 'family' : 'helper';
  const answer = (speaker: Speaker) => (
    <OnHours key={speaker.id} entry={entry} side={side} speaker={speaker} done={done} />
  );
  return (
    <>
      <h3>{t(`heard.hoursAsked.${side}`)}</h3>
      <p>
        {t('settle.declared', {
          side: t(`side.${entry.declaredSide}`),
          time: duration(entry.declaredMinutes),
        })}
      </p>
      {side === 'family' ? (
        <GuardianSpeaks requestId={entry.requestId}>{answer}</GuardianSpeaks>
      ) : entry.helperId ? (
        <HelperSpeaks helperId={entry.helperId}>{answer}</HelperSpeaks>
      ) : null}
    </>
  );
}

function OnHours({
  entry,
  side,
  speaker: { heard },
  done,
}: {
  readonly entry: Entry;
  readonly side: 'helper' | 'family';
  readonly speaker: Speaker;
  done(): void;
}) {
  const id = useId();
  const [minutes, setMinutes] = useState(String(entry.declaredMinutes));
  const body = { version: entry.version, onBehalfOf: side, ...heard };
  const params = (key: string) => ({ path: { id: entry.id }, header: keyed(key) });
  const confirm = useAct(
    (said: number, key) =>
      answered(
        api.POST('/v1/time-entries/{id}/confirm', { params: params(key), body: { ...body, minutes: said } }),
      ),
    done,
  );
  const dispute = useAct(
    (reason: string, key) =>
      answered(api.POST('/v1/time-entries/{id}/dispute', { params: params(key), body: { ...body, reason } })),
    done,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.run(Number(minutes));
      }}
    >
      <ProblemBox problem={confirm.problem} />
      <Minutes id={id} value={minutes} change={setMinutes} />
      <div className="acts">
        <button className="button main" type="submit" data-pending={confirm.pending || undefined}>
          {t('heard.confirm')}
        </button>
        <Reasoned
          button={t('heard.wrong')}
          title={t('heard.wrong')}
          act={t('heard.wrongSend')}
          label={t('hours.reason')}
          needed
          pending={dispute.pending}
          problem={dispute.problem}
          onConfirm={dispute.run}
        />
      </div>
    </form>
  );
}

const MOST_MINUTES = 2_880;

export function Minutes({
  id,
  value,
  change,
}: {
  readonly id: string;
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  return (
    <div className="field">
      <label htmlFor={`${id}-minutes`}>{t('heard.minutes')}</label>
      <input
        id={`${id}-minutes`}
        type="number"
        inputMode="numeric"
        min={0}
        max={MOST_MINUTES}
        required
        value={value}
        onChange={({ target }) => change(target.value)}
      />
    </div>
  );
}

import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ageBand } from '../offers/age-band.js';
import { Field, type Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { t } from '../words/words.js';
import type { Home } from './household.js';

export type Dependant = Schemas['DependantDto'];
type Facts = Schemas['NewDependantDto'];

const AGES = ['0-2', '3-5', '6-10', '11-13', '14-17', 'adult'] as const;
const SEATS = ['infant', 'child', 'booster', 'adult'] as const;
const SCHOOLS = ['nursery', 'kindergarten', 'primary', 'lower-secondary', 'upper-secondary'] as const;
const MOST_NICKNAME = 40;

/** The seat that the law wants at an age: proposed, not imposed. */
const USUAL_SEAT: Readonly<Record<(typeof AGES)[number], (typeof SEATS)[number]>> = {
  '0-2': 'infant',
  '3-5': 'child',
  '6-10': 'booster',
  '11-13': 'adult',
  '14-17': 'adult',
  adult: 'adult',
};

const factsOf = (dependant: Dependant | undefined): Facts => ({
  nickname: dependant?.nickname ?? '',
  ageBand: (dependant?.ageBand ?? '6-10') as Facts['ageBand'],
  schoolLevel: (dependant?.schoolLevel ?? null) as Facts['schoolLevel'],
  seatType: (dependant?.seatType ?? 'booster') as Facts['seatType'],
});

/** A new child, or what is known of one: never a surname, never a birth date. */
export function DependantForm({
  home,
  dependant,
  close,
}: {
  readonly home: Home;
  readonly dependant?: Dependant;
  readonly close: () => void;
}) {
  const [facts, setFacts] = useState(() => factsOf(dependant));
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const change = (part: Partial<Facts>) => setFacts((before) => ({ ...before, ...part }));
  const save = useAct((body: Facts, key) => saveDependant(home, dependant, body, key), close);
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const nickname = facts.nickname.trim();
        const found: Wrong[] = nickname ? [] : [{ field: 'nickname', words: 'wrong.nickname' }];
        setWrongs(found);
        if (nickname) save.run({ ...facts, nickname });
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={save.problem} />
      <Field id="nickname" label={t('household.nickname')} hint={t('household.nicknameHint')} wrongs={wrongs}>
        {(props) => (
          <input
            {...props}
            value={facts.nickname}
            dir="auto"
            maxLength={MOST_NICKNAME}
            autoComplete="off"
            onChange={(event) => change({ nickname: event.target.value })}
          />
        )}
      </Field>
      <Field id="age" label={t('household.age')}>
        {(props) => (
          <select
            {...props}
            value={facts.ageBand}
            onChange={(event) => {
              const band = event.target.value as (typeof AGES)[number];
              change({ ageBand: band, seatType: USUAL_SEAT[band] });
            }}
          >
            {AGES.map((band) => (
              <option key={band} value={band}>
                {ageBand(band)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="school" label={t('household.school')}>
        {(props) => (
          <select
            {...props}
            value={facts.schoolLevel ?? ''}
            onChange={(event) =>
              change({ schoolLevel: (event.target.value || null) as Facts['schoolLevel'] })
            }
          >
            <option value="">{t('household.noSchool')}</option>
            {SCHOOLS.map((level) => (
              <option key={level} value={level}>
                {t(`school.${level}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="seat" label={t('household.seat')} hint={t('household.seatHint')}>
        {(props) => (
          <select
            {...props}
            value={facts.seatType}
            onChange={(event) => change({ seatType: event.target.value as Facts['seatType'] })}
          >
            {SEATS.map((seat) => (
              <option key={seat} value={seat}>
                {t(`seatType.${seat}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <FormActs pending={save.pending} cancel={close} out={t('app.back')} />
    </form>
  );
}

function saveDependant(home: Home, dependant: Dependant | undefined, body: Facts, key: string) {
  return dependant
    ? answered(
        api.PATCH('/v1/dependants/{id}', {
          params: { path: { id: dependant.id }, header: ifMatch(home.version) },
          body,
        }),
      )
    : answered(
        api.POST('/v1/households/{id}/dependants', {
          params: { path: { id: home.id }, header: keyed(key) },
          body,
        }),
      );
}

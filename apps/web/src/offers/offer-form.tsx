import { useState } from 'react';
import { answered, api, ifMatch, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { Choice } from '../ui/choice.js';
import { Field, Group, type Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { RegimeChoice } from '../ui/regime-choice.js';
import { Stepper } from '../ui/stepper.js';
import { Wrongs } from '../ui/wrongs.js';
import { categoryName } from '../words/known-names.js';
import { duration, languageName } from '../words/time.js';
import { t } from '../words/words.js';
import { ageBand } from './age-band.js';
import { Places } from './places.js';

type Offer = Schemas['OfferDto'];
type Facts = Omit<Schemas['NewOfferDto'], 'memberId'> & { readonly municipalityIds: string[] };

const SUBJECTS = [
  'italian',
  'mathematics',
  'english',
  'science',
  'history',
  'italian-second-language',
] as const;
const AGE_BANDS = ['0-2', '3-5', '6-10', '11-13', '14-17', 'adult'] as const;
const TRAVEL_MINUTES = [10, 15, 20, 30, 45, 60] as const;
const SEATS = ['infant', 'child', 'booster', 'adult'] as const;
const MOST_SEATS = 6;

function factsOf(offer: Offer | undefined): Facts {
  return {
    regime: offer?.regime ?? 'volunteer',
    categoryIds: offer?.categoryIds ?? [],
    subjects: offer?.subjects ?? [],
    languages: offer?.languages ?? ['it'],
    ageBands: offer?.ageBands ?? [...AGE_BANDS],
    maxTravelMinutes: offer?.maxTravelMinutes ?? 20,
    municipalityIds: offer?.municipalityIds ?? [],
    seats: offer?.seats ?? {},
  };
}

const toggled = <T,>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

/** What one gives, to whom, and how far one goes for it. */
export function OfferForm({
  memberId,
  offer,
  onDone,
}: {
  readonly memberId: string;
  readonly offer?: Offer;
  readonly onDone: () => void;
}) {
  const { categories } = useNames();
  const { community } = useSession();
  const [facts, setFacts] = useState(() => factsOf(offer));
  const [some, chooseSome] = useState(facts.municipalityIds.length > 0);
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const change = (part: Partial<Facts>) => setFacts({ ...facts, ...part });
  const chosen = categories.filter(({ id }) => facts.categoryIds.includes(id));
  const drives = chosen.some(({ needsDropOff }) => needsDropOff);
  const save = useAct(
    (body: Facts, key): Promise<unknown> =>
      offer
        ? answered(
            api.PATCH('/v1/offers/{id}', {
              params: { path: { id: offer.id }, header: ifMatch(offer.version) },
              body,
            }),
          )
        : answered(api.POST('/v1/offers', { params: { header: keyed(key) }, body: { ...body, memberId } })),
    onDone,
  );
  const submit = () => {
    const found: Wrong[] = [];
    if (facts.categoryIds.length === 0) found.push({ field: 'categoryIds', words: 'wrong.category' });
    if (facts.languages.length === 0) found.push({ field: 'languages', words: 'wrong.languages' });
    if (some && facts.municipalityIds.length === 0) found.push({ field: 'places', words: 'wrong.places' });
    setWrongs(found);
    if (found.length > 0) return;
    save.run({
      ...facts,
      municipalityIds: some ? facts.municipalityIds : [],
      regime: community.timebank ? facts.regime : 'volunteer',
    });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={save.problem} />
      <Many
        id="categoryIds"
        label={t('offers.what')}
        wrongs={wrongs}
        options={categories.map((one) => [one.id, categoryName(one)])}
        chosen={facts.categoryIds}
        onChange={(categoryIds) => change({ categoryIds })}
      />
      {chosen.some(({ needsSubjects }) => needsSubjects) ? (
        <Many
          id="subjects"
          label={t('ask.subjects')}
          options={SUBJECTS.map((code) => [code, t(`subject.${code}`)])}
          chosen={facts.subjects ?? []}
          onChange={(subjects) => change({ subjects })}
        />
      ) : null}
      <Many
        id="languages"
        label={t('offers.languages')}
        wrongs={wrongs}
        options={community.languages.map((code) => [code, languageName(code)])}
        chosen={facts.languages}
        onChange={(languages) => change({ languages })}
      />
      <Many
        id="ageBands"
        label={t('offers.ages')}
        options={AGE_BANDS.map((band) => [band, ageBand(band)])}
        chosen={facts.ageBands ?? []}
        onChange={(bands) => change({ ageBands: AGE_BANDS.filter((band) => bands.includes(band)) })}
      />
      <Field id="travel" label={t('offers.far')}>
        {(props) => (
          <select
            {...props}
            value={facts.maxTravelMinutes}
            onChange={(event) => change({ maxTravelMinutes: Number(event.target.value) })}
          >
            {[...new Set([...TRAVEL_MINUTES, facts.maxTravelMinutes])]
              .sort((a, b) => a - b)
              .map((minutes) => (
                <option key={minutes} value={minutes}>
                  {duration(minutes)}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Places
        memberId={memberId}
        going={some ? facts : { ...facts, municipalityIds: [] }}
        some={some}
        wrongs={wrongs}
        chooseSome={chooseSome}
        onChange={(municipalityIds) => change({ municipalityIds })}
      />
      {drives
        ? SEATS.map((kind) => (
            <Stepper
              key={kind}
              label={t(`offers.seat.${kind}`)}
              value={facts.seats?.[kind] ?? 0}
              least={0}
              most={MOST_SEATS}
              onChange={(number) => change({ seats: { ...facts.seats, [kind]: number } })}
            />
          ))
        : null}
      <RegimeChoice
        label={t('offers.how')}
        hints={{ volunteer: t('offers.volunteerHint'), timebank: t('offers.timebankHint') }}
        chosen={facts.regime}
        choose={(regime) => change({ regime })}
      />
      <FormActs pending={save.pending} cancel={onDone} out={t('app.back')} />
    </form>
  );
}

function Many({
  id,
  label,
  options,
  chosen,
  wrongs,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly options: readonly (readonly [string, string])[];
  readonly chosen: readonly string[];
  readonly wrongs?: readonly Wrong[];
  readonly onChange: (chosen: string[]) => void;
}) {
  return (
    <Group id={id} label={label} wrongs={wrongs}>
      <div className="choices two">
        {options.map(([value, name]) => (
          <Choice
            key={value}
            kind="checkbox"
            name={id}
            value={value}
            label={name}
            chosen={chosen.includes(value)}
            onChoose={() => onChange(toggled(chosen, value))}
          />
        ))}
      </div>
    </Group>
  );
}

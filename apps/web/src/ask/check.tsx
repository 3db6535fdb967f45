import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { accountQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import type { Wrong } from '../ui/field.js';
import { NoteField } from '../ui/note-field.js';
import { ProblemBox } from '../ui/problem-box.js';
import { RegimeChoice } from '../ui/regime-choice.js';
import { Stepper } from '../ui/stepper.js';
import { Thumb } from '../ui/thumb.js';
import { seriesInWords } from '../ui/when.js';
import { Wrongs } from '../ui/wrongs.js';
import { categoryName } from '../words/known-names.js';
import { duration, listOf, localDay, span, weekdayOf } from '../words/time.js';
import { fromTo, said, t } from '../words/words.js';
import { Back } from './back.js';
import { requestOf, wrongsOf, type Step } from './ask.rules.js';
import { forgetDraft, inCommunity, type Draft } from './draft.js';

interface CheckProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly category: Schemas['CategoryDto'] | undefined;
  readonly household: Schemas['HouseholdDto'] | undefined;
}

const MOST_HELPERS = 4;

/** Everything once more, what is left to choose, and the button that sends it. */
export function Check({ draft, change, category, household }: CheckProps) {
  const { me, community } = useSession();
  const navigate = useNavigate();
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const send = useAct(
    (body: ReturnType<typeof requestOf>, key) =>
      answered(api.POST('/v1/requests', { body, params: { header: keyed(key) } })),
    ({ id }) => {
      forgetDraft();
      void navigate({ to: '/ask/sent', search: { request: id }, replace: true });
    },
  );
  const submit = () => {
    const found = wrongsOf('check', draft, category, localDay());
    setWrongs(found);
    if (found.length > 0 || !category || !household) return;
    send.run(
      requestOf(inCommunity(draft, community), category, {
        householdId: household.id,
        memberId: me.memberId,
      }),
    );
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
      <ProblemBox problem={send.problem} />
      <Summary draft={draft} category={category} household={household} />
      <Stepper
        label={t('ask.helpers')}
        value={draft.seatsNeeded}
        least={1}
        most={MOST_HELPERS}
        onChange={(seatsNeeded) => change({ seatsNeeded })}
      />
      {community.timebank ? <Regime draft={draft} change={change} /> : null}
      <NoteField label={t('ask.note')} hint={t('ask.noteHint')} note={draft.note} change={change} />
      <Thumb>
        <Back step="check" />
        {household ? (
          <button className="button main" type="submit" data-pending={send.pending || undefined}>
            {t('ask.send')}
          </button>
        ) : null}
      </Thumb>
    </form>
  );
}

function Summary({ draft, category, household }: Omit<CheckProps, 'change'>) {
  const { zone } = useNames();
  const children = (household?.dependants ?? []).filter(({ id }) => draft.dependantIds.includes(id));
  const series = {
    ...draft,
    weekdays: draft.weekdays.length > 0 ? draft.weekdays : [weekdayOf(draft.firstDay)],
  };
  return (
    <dl className="facts card">
      <Fact name={t('ask.factWhat')} step="what">
        {category ? categoryName(category) : '–'}
        {category?.needsDependants && children.length > 0 ? (
          <>
            {' · '}
            <bdi>{listOf(children.map(({ nickname = '' }) => nickname))}</bdi>
          </>
        ) : null}
        {category?.needsSubjects && draft.subjects.length > 0
          ? ` · ${listOf(draft.subjects.map((code) => said(`subject.${code}`) ?? code))}`
          : null}
      </Fact>
      <Fact name={t('ask.factWhen')} step="when">
        {seriesInWords(series)}
        {draft.returns && category?.needsDropOff ? (
          <>
            <br />
            {t('ask.returnAt', { hours: span(draft.returnStart, draft.returnEnd) })}
          </>
        ) : null}
      </Fact>
      <Fact name={t('ask.factWhere')} step="where">
        {fromTo(
          draft.elsewhere ? `${draft.address}, ${zone(draft.zoneId)}` : t('ask.atHome'),
          ...(category?.needsDropOff ? [`${draft.dropOffAddress}, ${zone(draft.dropOffZoneId)}`] : []),
        )}
      </Fact>
    </dl>
  );
}

function Fact({
  name,
  step,
  children,
}: {
  readonly name: string;
  readonly step: Step;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="with-link">
        <span>{children}</span>
        <Link to={`/ask/${step}`} aria-label={t('ask.changeThis', { what: name })}>
          {t('ask.change')}
        </Link>
      </dd>
    </div>
  );
}

function Regime({ draft, change }: Pick<CheckProps, 'draft' | 'change'>) {
  const { data: account } = useQuery(accountQuery);
  const free = account ? account.balanceMinutes - account.heldMinutes : 0;
  return (
    <RegimeChoice
      label={t('ask.regime')}
      hints={{ volunteer: t('ask.giftHint'), timebank: t('ask.timebankHint', { hours: duration(free) }) }}
      chosen={draft.regime}
      choose={(regime) => change({ regime })}
    />
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Schemas } from '../api/client.js';
import { householdQuery } from '../api/family-queries.js';
import { categoriesQuery } from '../api/queries.js';
import { useNames } from '../app/session.js';
import { Needs } from '../ui/loaded.js';
import { NoHousehold } from '../ui/no-household.js';
import { Page } from '../ui/page.js';
import { Thumb } from '../ui/thumb.js';
import { Wrongs } from '../ui/wrongs.js';
import type { Wrong } from '../ui/field.js';
import { localDay } from '../words/time.js';
import { t } from '../words/words.js';
import { STEPS, wrongsOf, type Step } from './ask.rules.js';
import { keepDraft, keptDraft, type Draft } from './draft.js';
import { Back } from './back.js';
import { What } from './what.js';
import { When } from './when.js';
import { Where } from './where.js';
import { Check } from './check.js';

export interface StepProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly wrongs: readonly Wrong[];
  readonly household: Schemas['HouseholdDto'] | undefined;
  /** The way to where children are entered. */
  readonly addChildren: ReactNode;
}

const PARTS = { what: What, when: When, where: Where };

/** Asking for help: one question a screen, in an order that lets each be short. */
export function Ask({ step }: { readonly step: Step }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(keptDraft);
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const home = useQuery(householdQuery);
  const kinds = useQuery(categoriesQuery);
  const household = home.data;
  const { categories } = useNames();
  const kindOf = ({ categoryId }: Draft) => categories.find(({ id }) => id === categoryId);
  const category = kindOf(draft);

  const change = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part };
    setDraft(changed);
    keepDraft(changed);
    const left = wrongsOf(step, changed, kindOf(changed), localDay());
    setWrongs((shown) => shown.filter(({ field }) => left.some((one) => one.field === field)));
  };
  const goOn = () => {
    const found = wrongsOf(step, draft, category, localDay());
    setWrongs(found);
    if (found.length === 0) void navigate({ to: `/ask/${STEPS[STEPS.indexOf(step) + 1]!}` });
  };
  // Whose family is not entered reads so at every step, not at the end of all of them.
  const without = home.isSuccess && !household ? <NoHousehold /> : null;
  if (step === 'check') {
    return (
      <Frame step={step}>
        {without}
        <Needs queries={[kinds, home]}>
          <Check draft={draft} change={change} category={category} household={household} />
        </Needs>
      </Frame>
    );
  }
  const Part = PARTS[step];
  return (
    <Frame step={step}>
      <Needs queries={[kinds, home]}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            goOn();
          }}
        >
          <Wrongs wrongs={wrongs} />
          {without}
          <Part
            draft={draft}
            change={change}
            wrongs={wrongs}
            household={household}
            addChildren={<Link to="/household">{t('ask.addChildren')}</Link>}
          />
          <Thumb>
            <Back step={step} />
            <button className="button main" type="submit">
              {t('ask.goOn')}
            </button>
          </Thumb>
        </form>
      </Needs>
    </Frame>
  );
}

function Frame({ step, children }: { readonly step: Step; readonly children: ReactNode }) {
  const place = STEPS.indexOf(step) + 1;
  return (
    <>
      <p className="steps">{t('ask.step', { place, all: STEPS.length })}</p>
      <div className="meter" aria-hidden="true">
        {STEPS.map((one, index) => (
          <span key={one} data-done={index < place || undefined} />
        ))}
      </div>
      <Page title={t(`ask.${step}`)}>{children}</Page>
    </>
  );
}

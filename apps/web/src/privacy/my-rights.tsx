import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { leave } from '../app/sign-in-first.js';
import { forgetKept } from '../offline/keep-offline.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { language, t } from '../words/words.js';
import { ChoiceSwitches } from './choice-switches.js';
import { useNoticeVersion } from './notice-version.js';
import { TypedName } from './typed-name.js';

const CHOICES = ['privacy', 'choices'] as const;

/** What somebody may ask of us: their data, their consents, their leaving. */
export function MyRights({ givenName }: { readonly givenName: string | undefined }) {
  return (
    <section className="section" aria-labelledby="rights">
      <h2 id="rights">{t('privacy.title')}</h2>
      <div className="acts">
        <a className="button" href="/v1/me/personal-data.pdf" download="intreccio.pdf">
          {t('privacy.pdf')}
        </a>
        <a className="button quiet" href="/v1/me/personal-data" download="intreccio.json">
          {t('privacy.json')}
        </a>
      </div>
      <Choices />
      <Leave givenName={givenName} />
    </section>
  );
}

function Choices() {
  const noticeVersion = useNoticeVersion();
  const query = useQuery({
    queryKey: CHOICES,
    queryFn: () => answered(api.GET('/v1/me/privacy-choices')),
  });
  const act = useAct(({ purpose, given }: Schemas['ChoiceDto'], key) =>
    answered(
      api.POST('/v1/me/privacy-choices', {
        params: { header: keyed(key) },
        body: { purpose, given: !given, noticeVersion, language },
      }),
    ),
  );
  return (
    <fieldset className="field">
      <legend className="label">{t('privacy.choices')}</legend>
      <p className="soft small">{t('privacy.choicesHint')}</p>
      <ProblemBox problem={act.problem} />
      <ChoiceSwitches query={query} choose={act.run} />
    </fieldset>
  );
}

/** Leaving is for good: it is asked for by one's own name. */
function Leave({ givenName }: { readonly givenName: string | undefined }) {
  const [name, setName] = useState('');
  const act = useAct(
    (typed: string, key) =>
      answered(api.POST('/v1/me/erase', { params: { header: keyed(key) }, body: { givenName: typed } })),
    () => {
      leave();
      void forgetKept().finally(() => location.replace('/'));
    },
  );
  return (
    <details>
      <summary>{t('privacy.leave')}</summary>
      <form
        className="card section"
        onSubmit={(event) => {
          event.preventDefault();
          act.run(name);
        }}
      >
        <p>{t('privacy.leaveHint')}</p>
        <ProblemBox problem={act.problem} />
        <TypedName of={givenName} value={name} change={setName} />
        <FormActs act={t('privacy.leaveNow')} className="button bad" pending={act.pending} />
      </form>
    </details>
  );
}

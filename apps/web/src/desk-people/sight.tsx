import { useState } from 'react';
import { answered, api, ifMatch } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import type { Home } from '../household/household.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { listOf } from '../words/time.js';
import { t } from '../words/words.js';

/** How far a guardian sees into the household: all of it, or what they ask for and what is for some of the children. */
export function Sight({
  home,
  memberId,
  limitedTo,
}: {
  readonly home: Home;
  readonly memberId: string;
  readonly limitedTo: readonly string[] | null;
}) {
  const children = home.dependants?.filter(({ archived }) => !archived) ?? [];
  // What was chosen stays when the household changes meanwhile; above it stands how it is now.
  const [wanted, setWanted] = useState<readonly string[] | null>();
  const chosen = wanted === undefined ? limitedTo : wanted;
  const save = useAct(
    (next: readonly string[] | null) =>
      answered(
        api.PUT('/v1/households/{id}/guardians/{memberId}/sight', {
          params: { path: { id: home.id, memberId }, header: ifMatch(home.version) },
          body: { limitedTo: next ? [...next] : null },
        }),
      ),
    () => setWanted(undefined),
  );
  const names = children.filter(({ id }) => limitedTo?.includes(id)).map(({ nickname }) => nickname ?? '');
  return (
    <details>
      <summary>{t('sight.title')}</summary>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          save.run(chosen);
        }}
      >
        <p className="soft" dir="auto">
          {limitedTo === null
            ? t('sight.whole')
            : names.length > 0
              ? `${t('sight.limited')} ${listOf(names)}`
              : t('sight.nobody')}
        </p>
        <ProblemBox problem={save.problem} />
        <fieldset>
          <legend className="visually-hidden">{t('sight.title')}</legend>
          {[false, true].map((part) => (
            <label key={String(part)} className="tick">
              <input
                type="radio"
                name={`sight-${memberId}`}
                checked={(chosen !== null) === part}
                onChange={() => setWanted(part ? (limitedTo ?? []) : null)}
              />
              <span>{t(part ? 'sight.limited' : 'sight.whole')}</span>
            </label>
          ))}
          {chosen
            ? children.map(({ id, nickname }) => (
                <label key={id} className="tick">
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    onChange={({ target }) =>
                      setWanted(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                    }
                  />
                  <span dir="auto">{nickname}</span>
                </label>
              ))
            : null}
        </fieldset>
        <FormActs className="button" pending={save.pending} />
      </form>
    </details>
  );
}

import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { languageName } from '../words/time.js';
import { t } from '../words/words.js';

/** The community's name, and how its desk is reached: on every page, in every message. */
export function CommunityFacts() {
  const { community } = useSession();
  const save = useAct((body: Schemas['EditCommunityDto']) =>
    answered(api.PATCH('/v1/community', { params: { header: ifMatch(community.version) }, body })),
  );
  return (
    <details className="section">
      <summary>{t('facts.title')}</summary>
      <form
        key={community.version}
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const text = (name: string) => String(form.get(name) ?? '').trim();
          save.run({
            name: text('name'),
            deskPhone: text('deskPhone'),
            deskEmail: text('deskEmail'),
            defaultLanguage: text('defaultLanguage'),
          });
        }}
      >
        <ProblemBox problem={save.problem} />
        <label className="field">
          <span className="label">{t('facts.name')}</span>
          <input name="name" required dir="auto" maxLength={120} defaultValue={community.name} />
        </label>
        <div className="columns-two">
          <label className="field">
            <span className="label">{t('facts.phone')}</span>
            <input name="deskPhone" type="tel" required dir="ltr" defaultValue={community.deskPhone} />
          </label>
          <label className="field">
            <span className="label">{t('facts.email')}</span>
            <input name="deskEmail" type="email" required dir="ltr" defaultValue={community.deskEmail} />
          </label>
          <label className="field">
            <span className="label">{t('facts.language')}</span>
            <select name="defaultLanguage" defaultValue={community.defaultLanguage}>
              {community.languages.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <FormActs pending={save.pending} />
      </form>
    </details>
  );
}

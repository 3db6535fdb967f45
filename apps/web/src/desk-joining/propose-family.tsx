import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { municipalitiesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { useNoticeVersion } from '../privacy/notice-version.js';
import { Field } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { languageName } from '../words/time.js';
import { t } from '../words/words.js';

const CONSENTS = ['in-person', 'by-phone', 'in-writing'] as const;
const MOST_NOTE = 300;

/** A family that somebody of the desk met and that agreed to it: it waits with those who ask by themselves. */
export function ProposeFamily({ close }: { close(): void }) {
  const { community } = useSession();
  const { data: municipalities = [] } = useQuery(municipalitiesQuery);
  const noticeVersion = useNoticeVersion();
  const propose = useAct(
    (body: Schemas['ProposeDto'], key) =>
      answered(api.POST('/v1/join-requests', { params: { header: keyed(key) }, body })),
    close,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
        propose.run({
          givenName: text('givenName') ?? '',
          familyName: text('familyName') ?? '',
          email: text('email'),
          phone: text('phone'),
          municipalityId: text('municipalityId'),
          language: text('language') ?? community.defaultLanguage,
          note: text('note'),
          consent: (text('consent') ?? 'in-person') as Schemas['ProposeDto']['consent'],
          roles: ['family'],
          noticeVersion,
        });
      }}
    >
      <ProblemBox problem={propose.problem} />
      <div className="columns-two">
        <Field id="propose-given" label={t('people.field.givenName')}>
          {(props) => <input {...props} name="givenName" required maxLength={80} dir="auto" />}
        </Field>
        <Field id="propose-family" label={t('people.field.familyName')}>
          {(props) => <input {...props} name="familyName" required maxLength={80} dir="auto" />}
        </Field>
        <Field id="propose-phone" label={t('people.field.phone')}>
          {(props) => (
            <input {...props} name="phone" type="tel" maxLength={40} dir="ltr" autoComplete="off" />
          )}
        </Field>
        <Field id="propose-email" label={t('people.field.email')}>
          {(props) => (
            <input {...props} name="email" type="email" maxLength={254} dir="ltr" autoComplete="off" />
          )}
        </Field>
        <Field id="propose-municipality" label={t('people.municipality')}>
          {(props) => (
            <select {...props} name="municipalityId" defaultValue="">
              <option value="">{t('people.municipalityUnknown')}</option>
              {municipalities.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id="propose-language" label={t('people.language')}>
          {(props) => (
            <select {...props} name="language" defaultValue={community.defaultLanguage}>
              {community.languages.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field id="propose-note" label={t('propose.note')} hint={t('propose.noteHint')}>
        {(props) => <textarea {...props} name="note" rows={2} maxLength={MOST_NOTE} dir="auto" />}
      </Field>
      <Field id="propose-consent" label={t('propose.consent')}>
        {(props) => (
          <select {...props} name="consent">
            {CONSENTS.map((one) => (
              <option key={one} value={one}>
                {t(`joining.consent.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label className="tick">
        <input type="checkbox" required />
        <span>{t('propose.noticed')}</span>
      </label>
      <FormActs act={t('propose.do')} pending={propose.pending} cancel={close} />
    </form>
  );
}

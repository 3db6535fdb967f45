import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { consentsQuery } from '../checks/check-reads.js';
import { ConsentRow } from '../checks/check-rows.js';
import { Addable } from '../ui/addable.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Rows } from '../ui/rows.js';
import { TakeBack } from '../ui/take-back.js';
import { addDays, dayInWords, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const MOST_DAYS = 366;
const MOST_NAME = 120;
const PURPOSES = ['volunteering', 'record'] as const;

/** A minor helps with a guardian's consent alone, and never alone with other minors. */
export function Minor({ person }: { readonly person: Schemas['MemberDto'] }) {
  const { adultOn } = person;
  return (
    <>
      <details className="section" open={Boolean(adultOn)}>
        <summary>{t('minor.title')}</summary>
        <ComesOfAge key={adultOn} person={person} />
      </details>
      {adultOn ? <Consents memberId={person.id} adultOn={adultOn} /> : null}
    </>
  );
}

/** Only the day somebody comes of age is kept, and only while they are not. */
function ComesOfAge({ person: { id, adultOn } }: { readonly person: Schemas['MemberDto'] }) {
  const save = useAct((wanted: string | null) =>
    answered(api.PUT('/v1/members/{id}/minor', { params: { path: { id } }, body: { adultOn: wanted } })),
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        save.run(String(new FormData(event.currentTarget).get('adultOn') ?? '') || null);
      }}
    >
      <p className="hintbox">{t('minor.hint')}</p>
      <ProblemBox problem={save.problem} />
      <label className="field">
        <span className="label">{t('minor.adultOn')}</span>
        <input name="adultOn" type="date" min={addDays(localDay(), 1)} defaultValue={adultOn ?? ''} />
      </label>
      <FormActs className="button" pending={save.pending} />
    </form>
  );
}

function Consents({ memberId, adultOn }: { readonly memberId: string; readonly adultOn: string }) {
  const query = useQuery(consentsQuery(memberId));
  return (
    <Addable
      title={t('minor.consents')}
      add={t('minor.add')}
      form={(close) => <NewConsent memberId={memberId} adultOn={adultOn} done={close} />}
    >
      <p className="soft">{t('minor.until', { day: dayInWords(adultOn) })}</p>
      <Rows query={query} none={t('minor.none')}>
        {(one) => (
          <ConsentRow key={one.id} one={one}>
            <Withdraw one={one} />
          </ConsentRow>
        )}
      </Rows>
    </Addable>
  );
}

function Withdraw({ one: { id, purpose } }: { readonly one: Schemas['MinorConsentDto'] }) {
  return (
    <TakeBack
      word={t('minor.withdraw')}
      sure={t('minor.withdrawSure')}
      hint={purpose === 'record' ? t('minor.withdrawRecordHint') : t('minor.withdrawHint')}
      act={(key) =>
        answered(
          api.POST('/v1/minor-consents/{id}/withdraw', { params: { path: { id }, header: keyed(key) } }),
        )
      }
    />
  );
}

function NewConsent({
  memberId,
  adultOn,
  done,
}: {
  readonly memberId: string;
  readonly adultOn: string;
  done(): void;
}) {
  const record = useAct(
    (body: Schemas['NewMinorConsentDto'], key) =>
      answered(
        api.POST('/v1/members/{id}/minor-consents', {
          params: { path: { id: memberId }, header: keyed(key) },
          body,
        }),
      ),
    done,
  );
  const longest = [addDays(adultOn, -1), addDays(localDay(), MOST_DAYS)].sort()[0];
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        record.run({
          guardian: String(form.get('guardian') ?? '').trim(),
          validUntil: String(form.get('until') ?? ''),
          purpose: PURPOSES.find((purpose) => purpose === form.get('purpose')),
        });
      }}
    >
      <p className="hintbox">{t('minor.consentHint')}</p>
      <ProblemBox problem={record.problem} />
      <label className="field">
        <span className="label">{t('minor.purpose')}</span>
        <select name="purpose">
          {PURPOSES.map((purpose) => (
            <option key={purpose} value={purpose}>
              {t(`minor.purpose.${purpose}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('minor.guardian')}</span>
          <input name="guardian" required dir="auto" maxLength={MOST_NAME} autoComplete="off" />
        </label>
        <label className="field">
          <span className="label">{t('minor.validUntil')}</span>
          <input name="until" type="date" required min={localDay()} max={longest} defaultValue={longest} />
        </label>
      </div>
      <button className="button main" type="submit" data-pending={record.pending || undefined}>
        {t('minor.record')}
      </button>
    </form>
  );
}

import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { useAct } from '../api/use-act.js';
import { useNames, useSession } from '../app/session.js';
import { exemptionsQuery } from '../checks/check-reads.js';
import { ExemptionRow } from '../checks/check-rows.js';
import { Addable } from '../ui/addable.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Rows } from '../ui/rows.js';
import { TakeBack } from '../ui/take-back.js';
import { categoryName } from '../words/known-names.js';
import { addDays, localDay } from '../words/time.js';
import { t } from '../words/words.js';

const MOST_REASON = 300;
const MOST_DAYS = 365;

/** From which checks somebody is exempt; an administrator decides, with a reason and an end, never for oneself. */
export function Exemptions({ memberId }: { readonly memberId: string }) {
  const { me, roles } = useSession();
  const query = useQuery(exemptionsQuery(memberId));
  const decides = roles.includes('administrator') && memberId !== me.memberId;
  return (
    <Addable
      title={t('exemptions.title')}
      add={decides ? t('exemptions.add') : undefined}
      form={(close) => <NewExemption memberId={memberId} done={close} />}
    >
      <Rows query={query} none={t('exemptions.none')}>
        {(one) => (
          <ExemptionRow key={one.id} one={one}>
            {decides ? <Revoke id={one.id} /> : null}
          </ExemptionRow>
        )}
      </Rows>
    </Addable>
  );
}

function Revoke({ id }: { readonly id: string }) {
  return (
    <TakeBack
      word={t('exemptions.revoke')}
      sure={t('exemptions.revokeSure')}
      hint={t('credentials.withdrawHint')}
      act={(key) =>
        answered(api.POST('/v1/exemptions/{id}/revoke', { params: { path: { id }, header: keyed(key) } }))
      }
    />
  );
}

function NewExemption({ memberId, done }: { readonly memberId: string; done(): void }) {
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const { categories } = useNames();
  const grant = useAct(
    (body: Schemas['NewExemptionDto'], key) =>
      answered(
        api.POST('/v1/members/{id}/exemptions', {
          params: { path: { id: memberId }, header: keyed(key) },
          body,
        }),
      ),
    done,
  );
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? '').trim();
        grant.run({
          credentialTypeId: text('type'),
          categoryId: text('category') || null,
          reason: text('reason'),
          validFrom: localDay(),
          validUntil: text('until'),
        });
      }}
    >
      <p className="hintbox">{t('exemptions.hint')}</p>
      <ProblemBox problem={grant.problem} />
      <div className="columns-two">
        <label className="field">
          <span className="label">{t('credentials.type')}</span>
          <select name="type" required>
            {types.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('exemptions.category')}</span>
          <select name="category">
            <option value="">{t('exemptions.everywhere')}</option>
            {categories.map((category) => (
              <option key={category.id} value={category.id}>
                {categoryName(category)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="field">
        <span className="label">{t('people.reason')}</span>
        <textarea name="reason" required rows={2} dir="auto" maxLength={MOST_REASON} />
      </label>
      <label className="field">
        <span className="label">{t('exemptions.until')}</span>
        <input name="until" type="date" required min={localDay()} max={addDays(localDay(), MOST_DAYS)} />
      </label>
      <button className="button main" type="submit" data-pending={grant.pending || undefined}>
        {t('exemptions.grant')}
      </button>
    </form>
  );
}

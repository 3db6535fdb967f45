import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { decidersQuery } from '../api/desk-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { Field } from '../ui/field.js';
import { fullName } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

const MOST_REASON = 300;

/** A proposal that concerns whoever reads it: a colleague decides it, or one whom a sole coordinator names for it. */
export function SecondApprover({ proposalId }: { readonly proposalId: string }) {
  const { me } = useSession();
  const { data: deciders = [] } = useQuery(decidersQuery);
  const name = useAct((body: Omit<Schemas['NewSecondApproverDto'], 'subjectKind' | 'subjectId'>, key) =>
    answered(
      api.POST('/v1/second-approvers', {
        params: { header: keyed(key) },
        body: { subjectKind: 'proposal', subjectId: proposalId, ...body },
      }),
    ),
  );
  if (name.done)
    return (
      <p className="notice" role="status">
        {t('second.done')}
      </p>
    );
  return (
    <form
      className="inset"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        name.run({ approverId: String(form.get('approver')), reason: String(form.get('reason')).trim() });
      }}
    >
      <p>{t('second.hint')}</p>
      <ProblemBox problem={name.problem} />
      <Field id="approver" label={t('second.who')}>
        {(props) => (
          <select {...props} name="approver" required defaultValue="">
            <option value="">{t('second.choose')}</option>
            {deciders
              .filter(({ id }) => id !== me.memberId)
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {fullName(one)}
                </option>
              ))}
          </select>
        )}
      </Field>
      <Field id="approver-reason" label={t('people.reason')}>
        {(props) => (
          <textarea {...props} name="reason" required rows={2} maxLength={MOST_REASON} dir="auto" />
        )}
      </Field>
      <button className="button main" type="submit" data-pending={name.pending || undefined}>
        {t('second.do')}
      </button>
    </form>
  );
}

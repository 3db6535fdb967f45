import { useQuery } from '@tanstack/react-query';
import { answered, api, ifMatch, type Schemas } from '../api/client.js';
import { householdQuery, sharedAccountsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { useSession } from '../app/session.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** Whose hours pay, where hours are spent. A guardian may take it over; nobody gives it to somebody else. */
export function Payer({
  request,
  changes,
}: {
  readonly request: Schemas['RequestDto'];
  readonly changes: boolean;
}) {
  const { me } = useSession();
  const name = usePayer(request);
  const take = useAct((payerMemberId: string) =>
    answered(
      api.PATCH('/v1/requests/{id}', {
        params: { path: { id: request.id }, header: ifMatch(request.version) },
        body: { payerMemberId },
      }),
    ),
  );
  if (!request.payerMemberId && !request.payerAccountId) return null;
  const mine = request.payerMemberId === me.memberId;
  return (
    <section className="section" aria-labelledby="payer">
      <h2 id="payer">{t('payer.title')}</h2>
      <div className="card">
        <p>{mine ? t('payer.mine') : name ? t('payer.other', { name }) : t('payer.another')}</p>
        <ProblemBox problem={take.problem} />
        {mine || !changes ? null : (
          <>
            <p className="soft small">{t('payer.hint')}</p>
            <button
              className="button"
              type="button"
              data-pending={take.pending || undefined}
              onClick={() => take.run(me.memberId)}
            >
              {t('payer.take')}
            </button>
          </>
        )}
      </div>
    </section>
  );
}

/** The name of the adult of the household, or of the group or organisation, as far as the reader may know it. */
function usePayer({ payerMemberId, payerAccountId }: Schemas['RequestDto']): string | undefined {
  const { data: household } = useQuery({ ...householdQuery, enabled: payerMemberId !== null });
  const { data: shared = [] } = useQuery({ ...sharedAccountsQuery, enabled: payerAccountId !== null });
  return payerAccountId
    ? shared.find(({ id }) => id === payerAccountId)?.name
    : household?.adults?.find(({ memberId }) => memberId === payerMemberId)?.givenName;
}

import { answered, api, keyed } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

const KINDS = ['call', 'presence'] as const;

/** Before two meet for the first time: the desk called the family, or comes along. */
export function FirstVisit({
  helperId,
  householdId,
  done,
}: {
  readonly helperId: string;
  readonly householdId: string;
  done(): void;
}) {
  const record = useAct(
    (kind: (typeof KINDS)[number], key) =>
      answered(
        api.POST('/v1/first-visit-checks', {
          params: { header: keyed(key) },
          body: { helperId, householdId, kind },
        }),
      ),
    done,
  );
  return (
    <div className="inset">
      <h3>{t('firstVisit.title')}</h3>
      <p>{t('firstVisit.hint')}</p>
      <ProblemBox problem={record.problem} />
      <div className="acts">
        {KINDS.map((kind) => (
          <button
            key={kind}
            className={kind === 'call' ? 'button main' : 'button'}
            type="button"
            data-pending={record.pending || undefined}
            onClick={() => record.run(kind)}
          >
            {t(`firstVisit.${kind}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

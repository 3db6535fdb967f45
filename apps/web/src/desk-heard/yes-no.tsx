import { useAct } from '../api/use-act.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';

/** What somebody said, in one press each. */
export function YesNo({
  send,
  done,
}: {
  readonly send: (yes: boolean, key: string) => Promise<unknown>;
  done(): void;
}) {
  const answer = useAct(send, done);
  return (
    <>
      <ProblemBox problem={answer.problem} />
      <div className="acts">
        {[true, false].map((yes) => (
          <button
            key={String(yes)}
            className={yes ? 'button main' : 'button'}
            type="button"
            data-pending={answer.pending || undefined}
            onClick={() => answer.run(yes)}
          >
            {t(yes ? 'heard.yes' : 'heard.no')}
          </button>
        ))}
      </div>
    </>
  );
}

import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { t } from '../words/words.js';

/** A factor goes, and with it every other session. */
export function RemoveFactor({ send }: { readonly send: () => Promise<unknown> }) {
  const remove = useAct<undefined, unknown>(send);
  return (
    <Confirm
      button={t('factors.remove')}
      className="button quiet bad"
      title={t('factors.removeSure')}
      act={t('factors.remove')}
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => remove.run(undefined)}
    >
      <p>{t('factors.removeHint')}</p>
    </Confirm>
  );
}

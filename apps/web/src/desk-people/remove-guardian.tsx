import { answered, api, ifMatch } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import type { Home } from '../household/household.js';
import { Confirm } from '../ui/confirm.js';
import { t } from '../words/words.js';

/** Takes a guardian off a household: they see it no more. */
export function RemoveGuardian({
  home,
  memberId,
  name,
}: {
  readonly home: Home;
  readonly memberId: string;
  readonly name: string;
}) {
  const remove = useAct<void, unknown>(() =>
    answered(
      api.DELETE('/v1/households/{id}/guardians/{memberId}', {
        params: { path: { id: home.id, memberId }, header: ifMatch(home.version) },
      }),
    ),
  );
  return (
    <Confirm
      button={t('guardian.remove')}
      className="button quiet bad"
      title={t('guardian.removeTitle', { name })}
      act={t('guardian.remove')}
      pending={remove.pending}
      problem={remove.problem}
      onConfirm={() => remove.run()}
    >
      <p>{t('guardian.removeHint')}</p>
    </Confirm>
  );
}

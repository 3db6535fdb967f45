import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Reasoned } from '../ui/reasoned.js';
import { t } from '../words/words.js';

/** What is known of it where it is ended. */
type Ended = Pick<Schemas['AssignmentDto'], 'id' | 'side'> & { readonly version?: number };

/** All that is still to come with this helper ends; the visits look for somebody else. */
export function EndTogether({ assignment }: { readonly assignment: Ended }) {
  const end = useAct((reason: string, key) =>
    answered(
      api.POST('/v1/assignments/{id}/cancel', {
        params: { path: { id: assignment.id }, header: keyed(key) },
        body: { version: assignment.version, reason },
      }),
    ),
  );
  const { side } = assignment;
  return (
    <Reasoned
      button={t(side === 'helper' ? 'part.helper' : 'part.family')}
      className="button quiet bad"
      title={t(side === 'helper' ? 'part.helperSure' : 'part.familySure')}
      act={t('part.end')}
      label={t('helper.reason')}
      pending={end.pending}
      problem={end.problem}
      onConfirm={(reason) => end.run(reason || t('helper.noReason'))}
    >
      <p>{t('part.hint')}</p>
    </Reasoned>
  );
}

/** The two are never proposed to each other again; the other is not told. */
export function KeepApart({ memberId, name }: { readonly memberId: string; readonly name: string }) {
  const block = useAct((id: string) =>
    answered(api.PUT('/v1/blocks/{memberId}', { params: { path: { memberId: id } } })),
  );
  if (block.done) return <p className="hintbox">{t('apart.done')}</p>;
  return (
    <Confirm
      button={t('apart.button')}
      className="button quiet bad"
      title={t('apart.sure', { name })}
      act={t('apart.yes')}
      pending={block.pending}
      problem={block.problem}
      onConfirm={() => block.run(memberId)}
    >
      <p>{t('apart.hint')}</p>
    </Confirm>
  );
}

import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Reasoned } from '../ui/reasoned.js';
import { t } from '../words/words.js';

const LIVE: readonly Schemas['RequestDto']['state'][] = ['open', 'needs-info'];

/** What the desk may do with a case: ask the family back, or say that it cannot be covered. */
export function CaseActs({ request: { id, state } }: { readonly request: Schemas['RequestDto'] }) {
  const params = (key: string) => ({ path: { id }, header: keyed(key) });
  const ask = useAct((question: string, key) =>
    answered(api.POST('/v1/requests/{id}/ask-info', { params: params(key), body: { question } })),
  );
  const giveUp = useAct((reason: string, key) =>
    answered(api.POST('/v1/requests/{id}/unmet', { params: params(key), body: { reason } })),
  );
  const takeBack = useAct((reason: string, key) =>
    answered(api.POST('/v1/requests/{id}/withdraw', { params: params(key), body: reason ? { reason } : {} })),
  );
  if (!LIVE.includes(state)) return null;
  return (
    <div className="acts">
      {state === 'open' ? (
        <Reasoned
          button={t('case.ask')}
          title={t('case.ask')}
          act={t('case.askSend')}
          label={t('case.question')}
          pending={ask.pending}
          problem={ask.problem}
          onConfirm={ask.run}
        >
          <p>{t('case.askHint')}</p>
        </Reasoned>
      ) : null}
      <Reasoned
        button={t('case.giveUp')}
        className="button quiet bad"
        title={t('case.giveUpSure')}
        act={t('case.giveUp')}
        pending={giveUp.pending}
        problem={giveUp.problem}
        onConfirm={giveUp.run}
      >
        <p>{t('case.giveUpHint')}</p>
      </Reasoned>
      <Reasoned
        button={t('case.withdraw')}
        className="button quiet bad"
        title={t('request.withdrawSure')}
        act={t('case.withdraw')}
        pending={takeBack.pending}
        problem={takeBack.problem}
        onConfirm={takeBack.run}
      >
        <p>{t('request.withdrawHint')}</p>
      </Reasoned>
    </div>
  );
}

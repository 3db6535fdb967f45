import { t } from '../words/words.js';

/** The service did not answer before anything could be shown. */
export function Unstarted({ retry }: { readonly retry: () => void }) {
  return (
    <main className="page">
      <h1>{t('app.unreachable')}</h1>
      <p>{t('problem.unreachable')}</p>
      <div className="acts">
        <button className="button main" type="button" onClick={retry}>
          {t('app.retry')}
        </button>
      </div>
    </main>
  );
}

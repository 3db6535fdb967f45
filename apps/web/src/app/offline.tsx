import { useSyncExternalStore } from 'react';
import { t } from '../words/words.js';

function listen(changed: () => void): () => void {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
}

export const useOnline = () => useSyncExternalStore(listen, () => navigator.onLine);

/** Says that there is no network, and what can be done all the same. */
export function Offline() {
  const online = useOnline();
  return (
    <div role="status" className="offline">
      {online ? null : <p>{t('app.offline')}</p>}
    </div>
  );
}

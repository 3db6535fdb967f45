import { useSession } from '../app/session.js';
import { t } from '../words/words.js';

/** Gift or time bank: said where a community has both. */
export function RegimeMark({ regime }: { readonly regime: 'volunteer' | 'timebank' }) {
  const { community } = useSession();
  return community.timebank ? <span className="mark">{t(`regime.${regime}`)}</span> : null;
}

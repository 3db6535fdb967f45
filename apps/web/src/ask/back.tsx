import { Link } from '@tanstack/react-router';
import { t } from '../words/words.js';
import { STEPS, type Step } from './ask.rules.js';

export function Back({ step }: { readonly step: Step }) {
  const before = STEPS[STEPS.indexOf(step) - 1];
  return (
    <Link className="button quiet" to={before ? `/ask/${before}` : '/home'}>
      {t('app.back')}
    </Link>
  );
}

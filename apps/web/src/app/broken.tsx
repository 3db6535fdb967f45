import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { problemOf } from '../api/problem.js';
import { Page } from '../ui/page.js';
import { ProblemBox } from '../ui/problem-box.js';
import { t } from '../words/words.js';
import { homeOf, useSession } from './session.js';

/** A screen that could not be shown: what failed, another try, the way back. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title={t('app.broken')}>
      <ProblemBox problem={problemOf(error)} />
      <div className="acts">
        <button
          className="button main"
          type="button"
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {t('app.retry')}
        </button>
      </div>
    </Page>
  );
}

export function NotFound() {
  const { roles } = useSession();
  return (
    <Page title={t('app.notFound')}>
      <p>{t('app.notFoundHint')}</p>
      <div className="acts">
        <Link className="button main" to={homeOf(roles)}>
          {t('app.home')}
        </Link>
      </div>
    </Page>
  );
}

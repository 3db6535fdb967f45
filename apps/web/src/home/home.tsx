import { Page } from '../ui/page.js';
import { t } from '../words/words.js';

export function Home() {
  return (
    <Page title={t('nav.home')}>
      <p />
    </Page>
  );
}

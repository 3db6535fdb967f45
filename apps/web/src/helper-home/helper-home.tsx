import { Page } from '../ui/page.js';
import { t } from '../words/words.js';

export function HelperHome() {
  return (
    <Page title={t('nav.home')}>
      <p />
    </Page>
  );
}

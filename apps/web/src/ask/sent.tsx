import { Link, useSearch } from '@tanstack/react-router';
import { Icon } from '../ui/icon.js';
import { Page } from '../ui/page.js';
import { Thumb } from '../ui/thumb.js';
import { t } from '../words/words.js';

/** It is sent: what happens now, and by when. */
export function Sent() {
  const { request } = useSearch({ from: '/ask/sent' });
  return (
    <Page title={t('ask.sent')} lead={t('ask.sentLead')}>
      <ol className="plain card">
        {([1, 2, 3] as const).map((place) => (
          <li className="with-icon" key={place}>
            <Icon name={place === 3 ? 'check' : place === 2 ? 'bell' : 'people'} />
            <span>{t(`ask.next${place}`)}</span>
          </li>
        ))}
      </ol>
      <Thumb>
        {request ? (
          <Link className="button" to="/requests/$id" params={{ id: request }}>
            {t('ask.see')}
          </Link>
        ) : null}
        <Link className="button main" to="/home">
          {t('ask.done')}
        </Link>
      </Thumb>
    </Page>
  );
}

import { useEffect, useRef } from 'react';
import type { Schemas } from '../api/client.js';
import { t } from '../words/words.js';

/** Link and code of a new invitation, to be printed, sent on or read aloud: once. */
export function MadeInvitation({ made }: { readonly made: Schemas['MadeInvitationDto'] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [made]);
  return (
    <div ref={box} className={made.sent === 'not' ? 'alert' : 'notice'} role="status" tabIndex={-1}>
      <p>
        <strong>{t(`invitations.sent.${made.sent ?? 'none'}`)}</strong>
      </p>
      <p>{t('invitations.once')}</p>
      <dl className="facts">
        <div>
          <dt>{t('invitations.code')}</dt>
          <dd dir="ltr">
            <strong>{made.code.replace(/(\d{4})(?=\d)/g, '$1 ')}</strong>
          </dd>
        </div>
        <div>
          <dt>{t('invitations.link')}</dt>
          <dd dir="ltr" className="long">
            {made.link}
          </dd>
        </div>
      </dl>
    </div>
  );
}

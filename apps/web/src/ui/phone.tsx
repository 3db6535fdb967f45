import { t } from '../words/words.js';
import { Icon } from './icon.js';

/** What dials this number: the groups are for readers. */
const dial = (phone: string) => `tel:${phone.replaceAll(/[^+\d]/g, '')}`;

/** A number that is called by a press; read from left to right in every language. */
export function Phone({ phone }: { readonly phone: string }) {
  return (
    <a className="phone" href={dial(phone)} dir="ltr">
      {phone}
    </a>
  );
}

export function Call({ phone }: { readonly phone: string }) {
  return (
    <a className="button" href={dial(phone)}>
      <Icon name="phone" />
      <span>
        {t('request.call')}{' '}
        <bdi className="phone" dir="ltr">
          {phone}
        </bdi>
      </span>
    </a>
  );
}

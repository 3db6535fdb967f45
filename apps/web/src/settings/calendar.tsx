import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Confirm } from '../ui/confirm.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';

/** One's confirmed visits in the calendar of one's own phone, under an address that is told once. */
export function CalendarLink() {
  const [url, setUrl] = useState<string>();
  const query = useQuery({
    queryKey: ['calendar-feed'],
    queryFn: () => answered(api.GET('/v1/me/calendar-feed')),
  });
  const open = useAct(
    (_: undefined, key) => answered(api.POST('/v1/me/calendar-feed', { params: { header: keyed(key) } })),
    (made) => setUrl(made.url),
  );
  const close = useAct<undefined, unknown>(
    () => answered(api.DELETE('/v1/me/calendar-feed')),
    () => setUrl(undefined),
  );
  return (
    <section className="section" aria-labelledby="calendar">
      <h2 id="calendar">{t('calendarLink.title')}</h2>
      <p className="soft">{t('calendarLink.hint')}</p>
      <ProblemBox problem={open.problem ?? close.problem} />
      {url ? <Address url={url} /> : null}
      <Loaded query={query}>
        {({ active, createdAt }) => (
          <>
            {active && createdAt && !url ? (
              <p>{t('calendarLink.since', { day: dateOf(createdAt) })}</p>
            ) : null}
            <div className="acts">
              <button
                className="button"
                type="button"
                data-pending={open.pending || undefined}
                onClick={() => open.run(undefined)}
              >
                {active ? t('calendarLink.anew') : t('calendarLink.open')}
              </button>
              {active ? (
                <Confirm
                  button={t('calendarLink.close')}
                  className="button quiet bad"
                  title={t('calendarLink.closeSure')}
                  act={t('calendarLink.close')}
                  pending={close.pending}
                  problem={close.problem}
                  onConfirm={() => close.run(undefined)}
                >
                  <p>{t('calendarLink.closeHint')}</p>
                </Confirm>
              ) : null}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Address({ url }: { readonly url: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="card fresh">
      <Field id="calendar-url" label={t('calendarLink.address')} hint={t('calendarLink.secret')}>
        {(props) => (
          <input {...props} readOnly dir="ltr" value={url} onFocus={(event) => event.target.select()} />
        )}
      </Field>
      <div className="acts">
        <button
          className="button"
          type="button"
          onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
        >
          {t('calendarLink.copy')}
        </button>
        <a className="button" href={url.replace(/^https?:/, 'webcal:')}>
          {t('calendarLink.add')}
        </a>
        <span role="status">{copied ? t('calendarLink.copied') : ''}</span>
      </div>
    </div>
  );
}

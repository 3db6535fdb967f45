import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.js';
import { Loaded } from '../ui/loaded.js';
import { t } from '../words/words.js';

/** What a message said, to pass on by hand: for whoever reads no mail. Read only when asked for; it is recorded. */
export function MessageWords({ id }: { readonly id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('messages.words')}</summary>
      {open ? <Words id={id} /> : null}
    </details>
  );
}

function Words({ id }: { readonly id: string }) {
  const [copied, setCopied] = useState(false);
  const query = useQuery({
    queryKey: ['deliveries', id, 'words'],
    staleTime: Infinity,
    queryFn: () => answered(api.GET('/v1/deliveries/{id}/words', { params: { path: { id } } })),
  });
  return (
    <Loaded query={query}>
      {({ text, language }) => (
        <>
          <p className="hintbox message" lang={language} dir="auto">
            {text}
          </p>
          <div className="acts">
            <button
              className="button quiet"
              type="button"
              onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
            >
              {t('messages.copy')}
            </button>
            {copied ? (
              <span className="mark good" role="status">
                {t('messages.copied')}
              </span>
            ) : null}
          </div>
        </>
      )}
    </Loaded>
  );
}

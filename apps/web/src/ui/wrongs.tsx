import { useEffect, useRef } from 'react';
import { t } from '../words/words.js';
import type { Wrong } from './field.js';

/** What is wrong, on top, with the focus on it and a way to each field; what was typed stays. */
export function Wrongs({ wrongs }: { readonly wrongs: readonly Wrong[] }) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<readonly Wrong[]>([]);
  useEffect(() => {
    // A list that only became shorter, as fields are put right, leaves the focus in the field.
    if (wrongs.some((one) => !before.current.includes(one))) box.current?.focus();
    before.current = wrongs;
  }, [wrongs]);
  if (wrongs.length === 0) return null;
  return (
    <div ref={box} className="alert" role="alert" tabIndex={-1}>
      <p>
        <strong>{t('wrong.title')}</strong>
      </p>
      <ul>
        {wrongs.map(({ field, words }) => (
          <li key={field}>
            <a
              href={`#${field}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(field)?.focus();
              }}
            >
              {t(words)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

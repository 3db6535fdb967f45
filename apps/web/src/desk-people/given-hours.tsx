import { useState } from 'react';
import { Given } from '../hours/given.js';
import { t } from '../words/words.js';

/** What a helper gave, read when somebody wants to know it: each reading is on record. */
export function GivenHours({ memberId }: { readonly memberId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="section" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('hours.givenBy')}</summary>
      {open ? <Given memberId={memberId} /> : null}
    </details>
  );
}

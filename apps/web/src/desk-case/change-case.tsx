import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Schemas } from '../api/client.js';
import { Waiting } from '../ui/loaded.js';
import { t } from '../words/words.js';

const EditForm = lazy(async () => ({ default: (await import('../request/edit-form.js')).EditForm }));

const LIVE: readonly Schemas['RequestDto']['state'][] = ['draft', 'open', 'needs-info'];

/** A family tells the desk that other hours suit it, or that it wants the same again. */
export function ChangeCase({ request }: { readonly request: Schemas['RequestDto'] }) {
  const [editing, edit] = useState(false);
  if (editing) {
    return (
      <div className="inset">
        <Suspense fallback={<Waiting />}>
          <EditForm
            request={request}
            done={() => edit(false)}
            acts={(save) => (
              <div className="acts">
                {save}
                <button className="button quiet" type="button" onClick={() => edit(false)}>
                  {t('app.cancel')}
                </button>
              </div>
            )}
          />
        </Suspense>
      </div>
    );
  }
  return (
    <div className="acts">
      {LIVE.includes(request.state) ? (
        <button className="button" type="button" onClick={() => edit(true)}>
          {t('request.edit')}
        </button>
      ) : null}
      <Link
        className="button"
        to="/co/ask/$memberId"
        params={{ memberId: request.onBehalfOf ?? request.askedBy }}
        search={{ like: request.id }}
      >
        {t('home.askAgain')}
      </Link>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { requestQuery } from '../api/family-queries.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { Thumb } from '../ui/thumb.js';
import { t } from '../words/words.js';
import { EditForm } from './edit-form.js';

/** What can change of a request that is sent: its hours, its end, the words for the helper. */
export function EditRequest() {
  const { id } = useParams({ from: '/requests/$id/edit' });
  const navigate = useNavigate();
  const query = useQuery({ ...requestQuery(id), refetchOnWindowFocus: false });
  return (
    <Page title={t('edit.title')} lead={t('edit.lead')}>
      <Loaded query={query}>
        {(request) => (
          <EditForm
            request={request}
            done={() => void navigate({ to: '/requests/$id', params: { id } })}
            acts={(save) => (
              <Thumb>
                <Link className="button" to="/requests/$id" params={{ id }}>
                  {t('app.back')}
                </Link>
                {save}
              </Thumb>
            )}
          />
        )}
      </Loaded>
    </Page>
  );
}

import '../look/desk.css';
import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { credentialTypesQuery } from '../api/queries.js';
import { categoryName, useNames, useSession } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { said, t } from '../words/words.js';
import { Closures } from './closures.js';
import { Policies } from './policies.js';

/** How this community works: days off, rules by date, what each kind of help demands, what counts in matching. */
export function DeskSettings() {
  const { community } = useSession();
  return (
    <Page title={t('deskSettings.title')} lead={community.name}>
      <Closures />
      <Policies />
      <Kinds />
      <Weights />
    </Page>
  );
}

function Kinds() {
  const { categories, municipalities } = useNames();
  const { data: types = [] } = useQuery(credentialTypesQuery);
  const place = (id: string | null | undefined) => municipalities.find((one) => one.id === id)?.name;
  return (
    <section className="section">
      <h2>{t('deskSettings.kinds')}</h2>
      <ul className="rows card">
        {categories.map((category) => (
          <li key={category.id} className="queue-row flat">
            <div>
              <strong dir="auto">{categoryName(category)}</strong>
              <span className="soft small">
                {category.requirements.length === 0
                  ? t('deskSettings.noRequirement')
                  : category.requirements
                      .map(({ credentialTypeId, municipalityId }) =>
                        [types.find(({ id }) => id === credentialTypeId)?.name, place(municipalityId)]
                          .filter(Boolean)
                          .join(', '),
                      )
                      .join(' · ')}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The most each term of the score can give. */
function Weights() {
  const query = useQuery({
    queryKey: ['score-weights'],
    queryFn: () => answered(api.GET('/v1/score-weights')),
  });
  return (
    <section className="section">
      <h2>{t('deskSettings.weights')}</h2>
      <p className="soft">{t('deskSettings.weightsHint')}</p>
      <Loaded query={query}>
        {({ version, weights }) => (
          <>
            <dl className="facts across card">
              {Object.entries(weights).map(([name, points]) => (
                <div key={name}>
                  <dt>{said(`term.${name}`) ?? name}</dt>
                  <dd>{points}</dd>
                </div>
              ))}
            </dl>
            <p className="soft small">{t('deskSettings.weightsVersion', { version })}</p>
          </>
        )}
      </Loaded>
    </section>
  );
}

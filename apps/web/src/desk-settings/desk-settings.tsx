import '../look/desk.css';
import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../api/client.js';
import { useSession } from '../app/session.js';
import { Loaded } from '../ui/loaded.js';
import { Page } from '../ui/page.js';
import { said, t } from '../words/words.js';
import { CheckTypes } from './check-types.js';
import { Closures } from './closures.js';
import { CommunityFacts } from './community-facts.js';
import { Kinds } from './kinds.js';
import { Organisations } from './organisations.js';
import { Places } from './places.js';
import { Policies } from './policies.js';
import { Roads } from './roads.js';

/** How this community works: days off, rules by date, what each kind of help demands, what counts in matching. */
export function DeskSettings() {
  const { community, roles } = useSession();
  return (
    <Page title={t('deskSettings.title')} lead={community.name}>
      {roles.includes('administrator') ? <CommunityFacts /> : null}
      <Closures />
      <Policies />
      <Kinds />
      <CheckTypes />
      <Places />
      <Roads />
      <Organisations />
      <Weights />
    </Page>
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

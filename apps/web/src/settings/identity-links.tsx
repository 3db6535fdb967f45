import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { NEXT } from '../public/languages.js';
import { Confirm } from '../ui/confirm.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';
import { factorsQuery } from './factors-query.js';
import { ProveFirst } from './prove.js';

type Link = Schemas['OwnIdentityLinkDto'];

/** The services that sign in as oneself beside the mail; where an installation has none, nothing is said of them. */
export function IdentityLinks() {
  const { data: providers = [] } = useQuery({
    queryKey: ['sign-in-providers'],
    queryFn: () => answered(api.GET('/v1/sign-in/providers')),
    staleTime: Infinity,
  });
  const { data: links = [] } = useQuery({
    queryKey: ['identity-links', 'own'],
    queryFn: () => answered(api.GET('/v1/me/identity-links')),
  });
  const { data: factors } = useQuery(factorsQuery);
  const add = useAct(
    (providerId: string, key) =>
      answered(api.POST('/v1/me/identity-links', { params: { header: keyed(key) }, body: { providerId } })),
    ({ url }) => {
      sessionStorage.setItem(NEXT, '/settings');
      location.assign(url);
    },
  );
  if (providers.length === 0 && links.length === 0) return null;
  return (
    <section className="section" aria-labelledby="identity-links">
      <h2 id="identity-links">{t('identities.own')}</h2>
      <p className="soft">{t('identities.ownHint')}</p>
      <ProblemBox problem={add.problem} />
      <ul className="plain">
        {links.map((link) => (
          <OwnLink key={link.id} link={link} />
        ))}
      </ul>
      {factors && !factors.recentlyProved && providers.length > 0 ? <ProveFirst /> : null}
      <div className="acts">
        {(factors?.recentlyProved ? providers : []).map(({ id, name }) => (
          <button
            key={id}
            className="button"
            type="button"
            data-pending={add.pending || undefined}
            onClick={() => add.run(id)}
          >
            {t('identities.add', { name })}
          </button>
        ))}
      </div>
    </section>
  );
}

function OwnLink({ link }: { readonly link: Link }) {
  const end = useAct((id: string) =>
    answered(api.DELETE('/v1/me/identity-links/{id}', { params: { path: { id } } })),
  );
  const asked = link.state === 'asked';
  // Whoever asked without being signed in may have been somebody else.
  const stranger = asked && link.matchedBy !== 'session';
  return (
    <li className={stranger ? 'card fresh' : 'card'}>
      <div className="row">
        <b dir="auto">{link.provider.name}</b>
        <span className={asked ? 'mark warn' : 'mark good'}>
          {t(asked ? 'identities.waits' : 'identities.works')}
        </span>
      </div>
      <p className="soft small">
        {t(asked ? 'identities.askedOn' : 'identities.confirmedOn', {
          day: dateOf(link.decidedAt ?? link.createdAt),
        })}
      </p>
      {stranger ? <p>{t('identities.notYou')}</p> : null}
      <div className="acts">
        <Confirm
          button={t('identities.remove')}
          className="button quiet bad"
          title={t('identities.removeSure', { name: link.provider.name })}
          act={t('identities.remove')}
          pending={end.pending}
          problem={end.problem}
          onConfirm={() => end.run(link.id)}
        >
          <p>{t('identities.removeHint')}</p>
        </Confirm>
      </div>
    </li>
  );
}

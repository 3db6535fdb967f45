import { Link } from '@tanstack/react-router';
import type { Schemas } from '../api/client.js';
import { Icon } from '../ui/icon.js';
import { said, t } from '../words/words.js';
import { explanationOf, type NextBest, type Term } from './explanation.js';

/** Why this helper: points term by term, checks passed, how wanted the hours are, who else and at what cost. */
export function Reasons({ proposal }: { readonly proposal: Schemas['ProposalDetailDto'] }) {
  const { terms, checks, scarcity, nextBest } = explanationOf(proposal);
  return (
    <>
      <h3>{t('proposal.why')}</h3>
      <ul className="terms">
        {terms
          .filter(({ term, most }) => term !== 'serve' && most > 0)
          .map((one) => (
            <TermRow key={one.term} term={one} />
          ))}
      </ul>
      <h3>{t('proposal.checks')}</h3>
      <ul className="checks">
        {checks.map(({ check, sentence }) => (
          <li key={check} className="with-icon">
            <Icon name="check" size={20} />
            <span dir="auto">{sentence}</span>
          </li>
        ))}
      </ul>
      {scarcity ? (
        <>
          <h3>{t('proposal.scarcity')}</h3>
          <p dir="auto">{scarcity.sentence}</p>
        </>
      ) : null}
      <h3>{t('proposal.others')}</h3>
      {nextBest.length === 0 ? (
        <p className="soft">{t('proposal.nobodyElse')}</p>
      ) : (
        <ol className="others">
          {nextBest.map((one) => (
            <Other key={one.helperId} one={one} name={proposal.names[one.helperId] ?? ''} />
          ))}
        </ol>
      )}
    </>
  );
}

/** The bar repeats the figures beside it: it is for the eye alone. */
function TermRow({ term: { term, points, most, sentence } }: { readonly term: Term }) {
  return (
    <li className="term">
      <span>{said(`term.${term}`) ?? term}</span>
      <span className="term-bar" aria-hidden="true">
        <span style={{ inlineSize: `${Math.max(0, Math.min(100, (points / most) * 100))}%` }} />
      </span>
      <span className="term-points">
        <bdi>
          <strong>{points}</strong>/{most}
        </bdi>
      </span>
      <span className="soft small" dir="auto">
        {sentence}
      </span>
    </li>
  );
}

function Other({ one, name }: { readonly one: NextBest; readonly name: string }) {
  return (
    <li>
      <Link to="/co/people/$id" params={{ id: one.helperId }} dir="auto">
        {name}
      </Link>
      <span className="soft small" dir="auto">
        {one.says?.map(({ sentence }) => sentence).join(' ')}
      </span>
    </li>
  );
}

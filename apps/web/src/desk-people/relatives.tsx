import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useAct } from '../api/use-act.js';
import { Addable } from '../ui/addable.js';
import { Loaded } from '../ui/loaded.js';
import { PersonPick } from '../ui/person-pick.js';
import { ProblemBox } from '../ui/problem-box.js';
import { dateOf } from '../words/time.js';
import { t } from '../words/words.js';
import { PersonName } from './person-name.js';

const PAGE = 100;

/** To whom somebody is related: hours given to one's own family are neither counted nor credited. */
export function Relatives({ memberId }: { readonly memberId: string }) {
  const query = useQuery({
    queryKey: ['member', memberId, 'relatives'],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/members/{id}/relatives', {
            params: { path: { id: memberId }, query: { limit: PAGE } },
          }),
        )
      ).items,
  });
  return (
    <Addable
      title={t('relatives.title')}
      add={t('relatives.add')}
      form={(close) => <NewRelative memberId={memberId} done={close} />}
    >
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <p className="empty">{t('relatives.none')}</p>
          ) : (
            <ul className="lines">
              {all.map(({ id, since }) => (
                <Relative key={id} memberId={memberId} id={id} since={since} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Addable>
  );
}

function useRelate(done?: () => void) {
  return useAct((body: Schemas['RelatedDto']) => answered(api.PUT('/v1/relatives', { body })), done);
}

function Relative({
  memberId,
  id,
  since,
}: {
  readonly memberId: string;
  readonly id: string;
  readonly since: string;
}) {
  const act = useRelate();
  return (
    <li className="row reading">
      <span>
        <PersonName id={id} />
        <br />
        <span className="soft small">{t('relatives.since', { day: dateOf(since) })}</span>
      </span>
      <ProblemBox problem={act.problem} />
      <button
        className="button quiet bad"
        type="button"
        data-pending={act.pending || undefined}
        onClick={() => act.run({ memberId, otherMemberId: id, related: false })}
      >
        {t('relatives.remove')}
      </button>
    </li>
  );
}

function NewRelative({ memberId, done }: { readonly memberId: string; done(): void }) {
  const [chosen, choose] = useState('');
  const act = useRelate(done);
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen) act.run({ memberId, otherMemberId: chosen, related: true });
      }}
    >
      <p className="hintbox">{t('relatives.hint')}</p>
      <ProblemBox problem={act.problem} />
      <PersonPick
        id="relative"
        label={t('relatives.who')}
        except={memberId}
        chosen={chosen}
        onChoose={choose}
      />
      <div className="acts">
        <button
          className="button main"
          type="submit"
          disabled={!chosen}
          data-pending={act.pending || undefined}
        >
          {t('relatives.record')}
        </button>
      </div>
    </form>
  );
}

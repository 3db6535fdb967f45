import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, type Schemas } from '../api/client.js';
import { useNames, useSession } from '../app/session.js';
import { Addable } from '../ui/addable.js';
import { Field } from '../ui/field.js';
import { Loaded } from '../ui/loaded.js';
import { More } from '../ui/more.js';
import { Opener } from '../ui/opener.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { duration } from '../words/time.js';
import { t } from '../words/words.js';
import { RoadForm } from './road-form.js';

const PAGE = 50;

type Pair = Schemas['RoadPairDto'];

/** How long the way by road takes from one place to the others: what matching reckons with. */
export function Roads() {
  const { roles } = useSession();
  const [from, setFrom] = useState('');
  const corrects = roles.includes('administrator');
  return (
    <Addable
      title={t('roads.title')}
      add={corrects && from ? t('roads.add') : undefined}
      form={(close) => <RoadForm from={from} done={close} />}
    >
      <p className="soft">{t('roads.hint')}</p>
      <Field id="roads-from" label={t('roads.from')}>
        {(props) => <ZoneSelect {...props} value={from} onChange={setFrom} />}
      </Field>
      {from ? <Ways key={from} from={from} corrects={corrects} /> : null}
    </Addable>
  );
}

function Ways({ from, corrects }: { readonly from: string; readonly corrects: boolean }) {
  const query = useInfiniteQuery({
    queryKey: ['road-minutes', from],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answered(
        api.GET('/v1/road-minutes', {
          params: { query: { fromZoneId: from, limit: PAGE, cursor: pageParam } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return (
    <>
      <Loaded query={query}>
        {({ pages }) => {
          const all = pages.flatMap(({ items }) => items);
          if (all.length === 0) return <p className="empty">{t('roads.none')}</p>;
          return (
            <ul className="rows card">
              {all.map((pair) => (
                <Way key={pair.toZoneId} pair={pair} corrects={corrects} />
              ))}
            </ul>
          );
        }}
      </Loaded>
      <More query={query} />
    </>
  );
}

function Way({ pair, corrects }: { readonly pair: Pair; readonly corrects: boolean }) {
  const { zone } = useNames();
  const [open, setOpen] = useState(false);
  const within = pair.fromZoneId === pair.toZoneId;
  const place = within ? t('roads.within') : zone(pair.toZoneId);
  return (
    <li className="queue-row flat">
      <div>
        <span className="row-head">
          <strong dir="auto">{place}</strong>
          <span className="mark">{duration(pair.minutes)}</span>
        </span>
        <span className="soft small">{t('roads.kilometres', { kilometres: pair.kilometres })}</span>
        {corrects ? (
          <div className="acts">
            <Opener open={open} toggle={setOpen} word={t('roads.correct')}>
              <span className="visually-hidden"> {place}</span>
            </Opener>
          </div>
        ) : null}
        {open ? <RoadForm from={pair.fromZoneId} pair={pair} done={() => setOpen(false)} /> : null}
      </div>
    </li>
  );
}

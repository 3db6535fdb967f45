import { useQuery } from '@tanstack/react-query';
import { answered, api, type Schemas } from '../api/client.js';
import { t } from '../words/words.js';
import { DeclareHeard } from './declare-heard.js';
import { HeardEntry } from './heard-hours.js';
import { Unfold } from './unfold.js';

const MOST = 100;
const settled = () => undefined;

/** The hours of somebody's visit that is over: to be said, or to be answered by the other side. */
export function HoursOfSeat({ seat: { id, visitId, requestId } }: { readonly seat: Schemas['SeatDto'] }) {
  const { data: toDeclare = [] } = useQuery({
    queryKey: ['seats', 'to-declare', visitId],
    queryFn: async () =>
      (await answered(api.GET('/v1/seats', { params: { query: { visitId, toDeclare: true, limit: MOST } } })))
        .items,
  });
  const { data: declared = [] } = useQuery({
    queryKey: ['time-entries', 'declared', requestId],
    queryFn: async () =>
      (
        await answered(
          api.GET('/v1/time-entries', { params: { query: { list: 'declared', requestId, limit: MOST } } }),
        )
      ).items,
  });
  const entry = declared.find(({ seatId }) => seatId === id);
  const seat = toDeclare.find((one) => one.id === id);
  if (entry) {
    return (
      <Unfold key="declared" button={t('heard.openHours')}>
        <HeardEntry entry={entry} done={settled} />
      </Unfold>
    );
  }
  return seat ? (
    <Unfold key="to-declare" button={t('heard.openDeclare')}>
      <DeclareHeard seat={seat} done={settled} />
    </Unfold>
  ) : null;
}

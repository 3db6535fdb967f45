import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed, type Schemas } from '../api/client.js';
import { requestAssignmentsQuery } from '../api/family-queries.js';
import { useAct } from '../api/use-act.js';
import { Reasoned } from '../ui/reasoned.js';
import { t } from '../words/words.js';

const COMING = ['scheduled', 'reconfirmed'];

/** A helper who may not come: somebody else is looked for, for this visit alone. */
export function SeekReplacement({
  requestId,
  visitId,
  helperId,
  done,
}: {
  readonly requestId: string;
  readonly visitId: string;
  readonly helperId: string;
  done(): void;
}) {
  const { data: assignments = [] } = useQuery(requestAssignmentsQuery(requestId));
  const seat = assignments
    .flatMap(({ seats }) => seats)
    .find((one) => one.visitId === visitId && one.memberId === helperId && COMING.includes(one.state));
  return seat ? <SeekFor seat={seat} done={done} /> : null;
}

/** Whoever has this place does not come after all. */
export function SeekFor({ seat, done }: { readonly seat: Schemas['SeatDto']; done(): void }) {
  const seek = useAct(
    (reason: string, key) =>
      answered(
        api.POST('/v1/seats/{id}/seek-replacement', {
          params: { path: { id: seat.id }, header: keyed(key) },
          body: { version: seat.version, reason },
        }),
      ),
    done,
  );
  return (
    <Reasoned
      button={t('replace.button')}
      title={t('replace.sure')}
      act={t('replace.button')}
      pending={seek.pending}
      problem={seek.problem}
      onConfirm={(reason) => seek.run(reason || t('helper.noReason'))}
    >
      <p>{t('replace.hint')}</p>
    </Reasoned>
  );
}

import { useQuery } from '@tanstack/react-query';
import { answered, api, keyed } from '../api/client.js';
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
  const seek = useAct(
    ({ id, version, reason }: { id: string; version: number; reason: string }, key) =>
      answered(
        api.POST('/v1/seats/{id}/seek-replacement', {
          params: { path: { id }, header: keyed(key) },
          body: { version, reason },
        }),
      ),
    done,
  );
  if (!seat) return null;
  return (
    <Reasoned
      button={t('replace.button')}
      title={t('replace.sure')}
      act={t('replace.button')}
      pending={seek.pending}
      problem={seek.problem}
      onConfirm={(reason) =>
        seek.run({ id: seat.id, version: seat.version, reason: reason || t('helper.noReason') })
      }
    >
      <p>{t('replace.hint')}</p>
    </Reasoned>
  );
}

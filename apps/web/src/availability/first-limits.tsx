import { useState } from 'react';
import { answered, api, ifMatch } from '../api/client.js';
import { problemOf } from '../api/problem.js';
import { useAct } from '../api/use-act.js';
import { Field, type Wrong } from '../ui/field.js';
import { FormActs } from '../ui/form-acts.js';
import { ProblemBox } from '../ui/problem-box.js';
import { Wrongs } from '../ui/wrongs.js';
import { ZoneSelect } from '../ui/zone-select.js';
import { t } from '../words/words.js';

/** What a helper begins with; both can be changed at once. */
const WEEKLY_MINUTES = 240;
const BREAK_MINUTES = 15;
const NOT_YET = 0;

/** Whoever has not said yet from where they help has no limits, no hours and no offers. */
export const isMissing = (error: Error | null) => error !== null && problemOf(error).status === 404;

/** The one thing to say before hours and offers: from where one sets out. */
export function FirstLimits({
  memberId,
  byDesk = false,
}: {
  readonly memberId: string;
  readonly byDesk?: boolean;
}) {
  const [zoneId, setZone] = useState('');
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([]);
  const begin = useAct((chosen: string) =>
    answered(
      api.PUT('/v1/helpers/{memberId}/profile', {
        params: { path: { memberId }, header: ifMatch(NOT_YET) },
        body: { zoneId: chosen, weeklyMinutes: WEEKLY_MINUTES, breakMinutes: BREAK_MINUTES },
      }),
    ),
  );
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setWrongs(zoneId ? [] : [{ field: 'from-zone', words: 'wrong.zone' }]);
        if (zoneId) begin.run(zoneId);
      }}
    >
      <p>{t(byDesk ? 'week.firstDesk' : 'week.first')}</p>
      <Wrongs wrongs={wrongs} />
      <ProblemBox problem={begin.problem} />
      <Field id="from-zone" label={t(byDesk ? 'week.fromDesk' : 'week.from')} wrongs={wrongs}>
        {(props) => <ZoneSelect {...props} value={zoneId} onChange={setZone} />}
      </Field>
      <FormActs act={t('week.begin')} pending={begin.pending} />
    </form>
  );
}

import { t } from '../words/words.js';
import { HeardAnswer } from './heard-answer.js';
import { HeardAsks } from './heard-asks.js';
import type { HeardItem } from './heard.rules.js';
import { HeardHours } from './heard-hours.js';
import { HeardQuestion } from './heard-question.js';
import { Unfold } from './unfold.js';

/** Whoever the desk waits for may answer by phone, or in front of it. */
export function HeardOn({ item, done }: { readonly item: HeardItem; done(): void }) {
  if (item.kind === 'replacement') return <HeardAsks seatId={item.subjectId} done={done} />;
  if (item.kind === 'hours-to-confirm') {
    return (
      <Unfold button={t('heard.openHours')}>
        <HeardHours timeEntryId={item.subjectId} done={done} />
      </Unfold>
    );
  }
  if (item.detail === 'family') return <HeardQuestion requestId={item.subjectId} done={done} />;
  return (
    <Unfold button={t('heard.open')}>
      <HeardAnswer assignmentId={item.subjectId} done={done} />
    </Unfold>
  );
}

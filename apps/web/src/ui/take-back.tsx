import { useAct } from '../api/use-act.js';
import { Confirm } from './confirm.js';

/** Takes back for good what is on record, after asking. */
export function TakeBack({
  word,
  sure,
  hint,
  act,
}: {
  readonly word: string;
  readonly sure: string;
  /** What follows from it. */
  readonly hint: string;
  readonly act: (key: string) => Promise<unknown>;
}) {
  const taking = useAct((_: undefined, key) => act(key));
  return (
    <Confirm
      button={word}
      className="button quiet bad"
      title={sure}
      act={word}
      pending={taking.pending}
      problem={taking.problem}
      onConfirm={() => taking.run(undefined)}
    >
      <p>{hint}</p>
    </Confirm>
  );
}

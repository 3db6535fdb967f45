import { useEffect, useRef } from 'react';
import type { Problem } from '../api/problem.js';
import { t } from '../words/words.js';

/** What did not work, told once and with the focus on it. */
export function ProblemBox({ problem }: { readonly problem: Problem | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem]);
  if (!problem) return null;
  return (
    <div ref={box} className="alert" role="alert" tabIndex={-1}>
      <p>
        <strong>{problem.outdated ? t('problem.changed') : t('problem.didNotWork')}</strong>
      </p>
      <p dir="auto">{problem.sentence}</p>
    </div>
  );
}

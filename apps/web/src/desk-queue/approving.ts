import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answered, api, ifMatch, keyed, newKey } from '../api/client.js';
import { problemOf, type Problem } from '../api/problem.js';
import type { QueueItem } from './queue-reads.js';

/** An approval whose messages have not left yet. */
export interface Approved {
  readonly item: QueueItem;
  readonly assignmentId: string;
}

export interface Refused {
  readonly item: QueueItem;
  readonly problem: Problem;
}

export interface Approving {
  /** `reason`: why a helper who was asked enough is asked again. */
  run(what: { readonly items: readonly QueueItem[]; readonly reason?: string }): void;
  undo(): void;
  /** Something was approved whose messages have not left yet. */
  readonly undoable: boolean;
  readonly pending: boolean;
  readonly approved: readonly Approved[];
  readonly refused: readonly Refused[];
  readonly undone: boolean;
  forget(): void;
}

/** The messages of an approval wait this long (the outbox holds them back); then nothing can be called back. */
const UNDO_MS = 10_000;

async function approveOne(item: QueueItem, reason: string | undefined): Promise<Approved> {
  const id = item.subjectId;
  // Read at the moment of the decision: the version says that what was read is what is approved.
  const { version } = await answered(api.GET('/v1/proposals/{id}', { params: { path: { id } } }));
  const { assignmentId } = await answered(
    api.POST('/v1/proposals/{id}/approve', {
      params: { path: { id }, header: { ...ifMatch(version), ...keyed(newKey()) } },
      body: reason ? { overrideReason: reason } : {},
    }),
  );
  return { item, assignmentId };
}

/** Approves one after the other; what could not be approved is told with its reason, the rest stands. */
export function useApproving(onDone: (ids: readonly string[]) => void): Approving {
  const queries = useQueryClient();
  const busy = useRef(false);
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<{ approved: readonly Approved[]; refused: readonly Refused[] }>(
    NOTHING,
  );
  const [undone, setUndone] = useState(false);
  const undoable = useOpenFor(outcome.approved);

  async function guarded(work: () => Promise<void>): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    try {
      await work();
    } finally {
      busy.current = false;
      setPending(false);
      await queries.invalidateQueries();
    }
  }

  return {
    pending,
    undone,
    undoable,
    ...outcome,
    run: ({ items, reason }) =>
      void guarded(async () => {
        setUndone(false);
        const approved: Approved[] = [];
        const refused: Refused[] = [];
        for (const item of items) {
          try {
            approved.push(await approveOne(item, reason));
          } catch (error) {
            refused.push({ item, problem: problemOf(error) });
          }
        }
        setOutcome({ approved, refused });
        if (approved.length > 0) onDone(approved.map(({ item }) => item.id));
      }),
    undo: () =>
      void guarded(async () => {
        const refused: Refused[] = [];
        for (const { item, assignmentId } of outcome.approved) {
          try {
            await answered(
              api.POST('/v1/assignments/{id}/undo', {
                params: { path: { id: assignmentId }, header: keyed(newKey()) },
              }),
            );
          } catch (error) {
            refused.push({ item, problem: problemOf(error) });
          }
        }
        setOutcome({ approved: [], refused });
        setUndone(refused.length === 0);
      }),
    forget: () => {
      setOutcome(NOTHING);
      setUndone(false);
    },
  };
}

const NOTHING = { approved: [], refused: [] };

/** True until the messages leave. */
function useOpenFor(approved: Approving['approved']): boolean {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    setOpen(approved.length > 0);
    const timer = setTimeout(() => setOpen(false), UNDO_MS);
    return () => clearTimeout(timer);
  }, [approved]);
  return open;
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from './client.js';
import { problemOf, TRIES, type Problem } from './problem.js';

interface Act<Input> {
  /** Runs it. The same input sent again after a failure is the same act, so the service does it once. */
  run(input: Input): void;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly done: boolean;
}

const nameOf = (input: unknown) => JSON.stringify(input ?? null);

/** One act that changes something; whatever is shown is read anew when it is done or when it came too late. */
export function useAct<Input, Output>(
  act: (input: Input, key: string) => Promise<Output>,
  onDone?: (output: Output, input: Input) => void,
): Act<Input> {
  const queries = useQueryClient();
  const last = useRef({ of: '', key: '' });
  // A second tap comes before React has drawn the first.
  const running = useRef<{ readonly of: string; answered: boolean }>(undefined);
  const mutation = useMutation<Output, Error, Input>({
    mutationFn: (input) => {
      const of = nameOf(input);
      if (last.current.of !== of) last.current = { of, key: newKey() };
      return act(input, last.current.key);
    },
    // With the same key, as a second tap: what was done all the same is not done twice.
    retry: (count, error) => count < TRIES && problemOf(error).busy,
    onSuccess: async (output, input) => {
      if (running.current) running.current.answered = true;
      last.current = { of: '', key: '' };
      onDone?.(output, input);
      await queries.invalidateQueries();
    },
    onError: async (error) => {
      if (running.current) running.current.answered = true;
      const { conflict, code } = problemOf(error);
      // The page says then how it is proved.
      if (conflict || code === 'recent-proof-needed') await queries.invalidateQueries();
    },
    onSettled: (_output, _error, input) => {
      if (running.current?.of === nameOf(input)) running.current = undefined;
    },
  });
  return {
    run: (input) => {
      const of = nameOf(input);
      // While all is read anew the same button may stand for the next act already: that tap counts.
      if (running.current && (!running.current.answered || running.current.of === of)) return;
      running.current = { of, answered: false };
      mutation.mutate(input);
    },
    pending: mutation.isPending,
    problem: mutation.error ? problemOf(mutation.error) : undefined,
    done: mutation.isSuccess,
  };
}

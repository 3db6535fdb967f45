import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from './client.js';
import { problemOf, type Problem } from './problem.js';

interface Act<Input> {
  /** Runs it. The same input sent again after a failure is the same act, so the service does it once. */
  run(input: Input): void;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  readonly done: boolean;
}

/** One act that changes something; whatever is shown is read anew when it is done or when it came too late. */
export function useAct<Input, Output>(
  act: (input: Input, key: string) => Promise<Output>,
  onDone?: (output: Output, input: Input) => void,
): Act<Input> {
  const queries = useQueryClient();
  const last = useRef({ of: '', key: '' });
  // A second tap comes before React has drawn the first.
  const running = useRef(false);
  const mutation = useMutation<Output, Error, Input>({
    mutationFn: (input) => {
      const of = JSON.stringify(input ?? null);
      if (last.current.of !== of) last.current = { of, key: newKey() };
      return act(input, last.current.key);
    },
    onSuccess: async (output, input) => {
      last.current = { of: '', key: '' };
      onDone?.(output, input);
      await queries.invalidateQueries();
    },
    onError: async (error) => {
      const { conflict, code } = problemOf(error);
      // The page says then how it is proved.
      if (conflict || code === 'recent-proof-needed') await queries.invalidateQueries();
    },
  });
  return {
    run: (input) => {
      if (running.current) return;
      running.current = true;
      mutation.mutate(input, { onSettled: () => (running.current = false) });
    },
    pending: mutation.isPending,
    problem: mutation.error ? problemOf(mutation.error) : undefined,
    done: mutation.isSuccess,
  };
}

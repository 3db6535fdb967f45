import { DomainError } from '#platform';

/** The code with which the domain refuses, or `no error`: a refusal of another kind is spelled out and so never equals a code. */
export function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof DomainError ? error.code : `not a domain error: ${String(error)}`),
  );
}

/** HTTP statuses a domain error may have; the problem filter uses them as they are. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 428 | 429 | 503;

export type ErrorTable = Readonly<Record<string, readonly [status: ErrorStatus, title: string]>>;
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A refusal with a stable code. `facts` are safe to show: never personal data. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly status: ErrorStatus,
    readonly title: string,
    readonly detail: string | undefined,
    readonly facts: Facts = {},
  ) {
    super(`${code}: ${detail ?? title}`);
    this.name = 'DomainError';
  }
}

/** A problem with one input field; `field` is a dotted path. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export class InvalidInput extends DomainError {
  constructor(readonly problems: readonly FieldProblem[]) {
    super('invalid-input', 400, 'The input has mistakes', problems[0]?.message);
    this.name = 'InvalidInput';
  }
}

const catalogue = new Map<string, readonly [ErrorStatus, string]>();

/** Every declared error code with its status and title, for the documentation and the tests. */
export function errorCatalogue(): ReadonlyMap<string, readonly [ErrorStatus, string]> {
  return catalogue;
}

/**
 * Declares a room's error codes in one table and returns their constructor.
 * @throws Error when a code is declared twice with another meaning (a programming mistake).
 */
export function defineErrors<T extends ErrorTable>(table: T) {
  for (const [code, entry] of Object.entries(table)) {
    const known = catalogue.get(code);
    if (known && known[1] !== entry[1]) throw new Error(`error code ${code} is declared twice`);
    catalogue.set(code, entry);
  }
  return (code: keyof T & string, detail?: string, facts?: Facts): DomainError => {
    const [status, title] = table[code]!;
    return new DomainError(code, status, title, detail, facts);
  };
}

defineErrors({ 'invalid-input': [400, 'The input has mistakes'] });

/** Errors that any room may meet. */
export const commonError = defineErrors({
  'not-found': [404, 'There is nothing here under this id'],
  forbidden: [403, 'Your roles do not allow this'],
  'stale-version': [412, 'Somebody changed this meanwhile; read it again, then repeat your change'],
  'transition-not-allowed': [409, 'This step is not possible in the present state'],
  unavailable: [503, 'The service is busy; try again in a moment'],
  conflict: [409, 'This clashes with something that is already there'],
});

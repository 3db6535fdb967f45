import { said, t } from '../words/words.js';

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

interface Told {
  readonly status?: number;
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly facts?: Record<string, unknown>;
  readonly errors?: readonly FieldProblem[];
}

/** A refusal of the service (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly facts: Record<string, unknown>;
  readonly fields: readonly FieldProblem[];

  constructor(private readonly told: Told) {
    super(told.title ?? 'unreachable');
    this.status = told.status ?? 0;
    this.code = told.code ?? 'unreachable';
    this.facts = told.facts ?? {};
    this.fields = told.errors ?? [];
  }

  /** Somebody or something was quicker: the new state is shown instead. */
  get conflict(): boolean {
    return this.status === 409 || this.status === 412;
  }

  /** In the reader's words where its code has some, else as the service tells it. */
  get sentence(): string {
    const known = said(`problem.${this.code}`);
    if (known) return known;
    if (this.conflict) return t('problem.conflict');
    return [this.told.title, this.told.detail].filter(Boolean).join('. ') || t('problem.unreachable');
  }
}

export function problemOf(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({});
}

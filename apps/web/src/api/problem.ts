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

  /** The service is busy and said to come again. */
  get busy(): boolean {
    return this.code === 'unavailable';
  }

  /** What is refused for a reason of its own is no news of what others did. */
  get outdated(): boolean {
    return this.conflict && this.known === undefined;
  }

  /** In the reader's words where its code has some, else as the service tells it. */
  get sentence(): string {
    const known = this.known;
    if (known) return known;
    if (this.conflict) return t('problem.conflict');
    return [this.told.title, this.told.detail].filter(Boolean).join('. ') || t('problem.unreachable');
  }

  private get known(): string | undefined {
    return said(`problem.${this.code}`);
  }
}

/** So often a screen asks again by itself before it says so. */
export const TRIES = 2;

export function problemOf(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({});
}

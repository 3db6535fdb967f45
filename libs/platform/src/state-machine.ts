import { commonError } from './errors.js';

/** Who may take a step: a role of the acting member, the member the record concerns, or the system itself. */
export type By = 'family' | 'helper' | 'coordinator' | 'administrator' | 'system';

export interface Step<State extends string> {
  readonly name: string;
  readonly from: readonly State[];
  readonly to: State;
  readonly by: readonly By[];
  /** The event that is announced in the same transaction, if any. */
  readonly emits?: string;
}

export interface Machine<State extends string, StepName extends string> {
  readonly name: string;
  readonly initial: State;
  readonly states: readonly State[];
  readonly steps: readonly (Step<State> & { readonly name: StepName })[];
  /** @throws DomainError transition-not-allowed when no row of the table leads on from `state`. */
  next(state: State, step: StepName): Step<State>;
  can(state: State, step: StepName): boolean;
  isFinal(state: State): boolean;
}

const machines: Machine<string, string>[] = [];

/** Every life cycle of the domain, for the documentation and the tests. */
export function allMachines(): readonly Machine<string, string>[] {
  return machines;
}

/** Every life cycle has a name of lower-case letters. */
export const articleOf = (name: string): string => (/^[aeiou]/.test(name) ? 'An' : 'A');

/** Declares a life cycle as a table. The table is the documentation, the code path and the list of test cases. */
export function defineMachine<const State extends string, const StepName extends string>(table: {
  readonly name: string;
  readonly initial: State;
  readonly states: readonly State[];
  readonly steps: readonly (Step<NoInfer<State>> & { readonly name: StepName })[];
}): Machine<State, StepName> {
  const find = (state: State, step: StepName) =>
    table.steps.find((row) => row.name === step && row.from.includes(state));
  const machine: Machine<State, StepName> = {
    ...table,
    next(state, step) {
      const row = find(state, step);
      if (!row) {
        throw commonError(
          'transition-not-allowed',
          `${articleOf(table.name)} ${table.name} that is ${state} cannot take the step "${step}".`,
          {
            machine: table.name,
            state,
            step,
            possible: table.steps.filter((r) => r.from.includes(state)).map((r) => r.name),
          },
        );
      }
      return row;
    },
    can: (state, step) => find(state, step) !== undefined,
    isFinal: (state) => !table.steps.some((row) => row.from.includes(state)),
  };
  machines.push(machine as unknown as Machine<string, string>);
  return machine;
}

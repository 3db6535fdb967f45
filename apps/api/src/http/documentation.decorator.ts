import { errorCatalogue, type Machine } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiResponse } from '@nestjs/swagger';
import './access.errors.js';
import './origin-check.js';

/** Error codes that any route of signed-in members may answer with, beside its own. */
const EVERYWHERE = ['invalid-input', 'sign-in-first', 'second-factor-required', 'not-your-role'];

/** Lists the error codes of a route in its documentation, grouped by status. Codes must be declared (defineErrors). */
export function Errors(...codes: string[]): MethodDecorator & ClassDecorator {
  return ErrorsForAnyone(...EVERYWHERE, ...codes);
}

/** The same for a route that anyone may call: these codes and no others. */
export function ErrorsForAnyone(...codes: string[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const entry = errorCatalogue().get(code);
    if (!entry) throw new Error(`@Errors names the unknown code ${code}`);
    byStatus.set(entry[0], [...(byStatus.get(entry[0]) ?? []), code]);
  }
  return applyDecorators(
    ...[...byStatus].map(([status, list]) =>
      ApiResponse({
        status,
        description: list.map((code) => `\`${code}\`: ${errorCatalogue().get(code)![1]}`).join('\n\n'),
        content: {
          'application/problem+json': {
            schema: { $ref: '#/components/schemas/ProblemDto' },
            example: {
              type: `urn:intreccio:problem:${list[0]}`,
              title: errorCatalogue().get(list[0]!)![1],
              status,
              code: list[0],
              instance: 'urn:uuid:0199a1b2-0000-7000-8000-000000000000',
            },
          },
        },
      }),
    ),
  );
}

interface TakenStep {
  readonly machine: string;
  readonly step: string;
  readonly transitions: readonly object[];
}

/** A step of a life cycle as the documentation shows it: from which states, to which, by whom. */
export function stepOf<S extends string, N extends string>(machine: Machine<S, N>, step: N): TakenStep {
  const rows = machine.steps.filter((row) => row.name === step);
  return {
    machine: machine.name,
    step,
    transitions: rows.map(({ from, to, by, emits }) => ({ from, to, by, emits: emits ?? null })),
  };
}

/** Names the life-cycle step a route takes. */
export function TakesStep<S extends string, N extends string>(
  machine: Machine<S, N>,
  step: N,
): MethodDecorator {
  return ApiExtension('x-life-cycle', stepOf(machine, step));
}

/** Names the steps a route takes in its stead, or beside it: of the same record in another case, or of another record. */
export function AlsoTakes(...steps: TakenStep[]): MethodDecorator {
  return ApiExtension('x-life-cycle-beside', steps);
}

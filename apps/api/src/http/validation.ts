import { InvalidInput, type FieldProblem } from '#platform';
import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

const MOST_PROBLEMS = 20;

function flatten(errors: readonly ValidationError[], path: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...flatten(error.children ?? [], field)];
  });
}

/** Every body and query: known fields only, all mistakes at once, each with its field. */
export const validation = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  transform: true,
  transformOptions: { exposeUnsetFields: false },
  validationError: { target: false, value: false },
  exceptionFactory: (errors: ValidationError[]) =>
    new InvalidInput(flatten(errors, '').slice(0, MOST_PROBLEMS)),
});

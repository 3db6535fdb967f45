import { InvalidInput, type FieldProblem } from '#platform';
import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

const MOST_PROBLEMS = 20;

function flatten(errors: readonly ValidationError[], path: string): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const own = messagesOf(error).map((message) => ({ field, message }));
    return [...own, ...flatten(error.children ?? [], field)];
  });
}

/** One sentence for what is not there, instead of one for each thing it is not. */
function messagesOf({ property, value, constraints = {} }: ValidationError): string[] {
  const messages = Object.values(constraints);
  return value === undefined && messages.length > 0 ? [`${property} is missing`] : messages;
}

/** Every body and query: known fields only, all mistakes at once, each with its field. */
export const validation = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  transform: true,
  transformOptions: { exposeUnsetFields: false },
  // The value is looked at, and never told.
  validationError: { target: false, value: true },
  exceptionFactory: (errors: ValidationError[]) =>
    new InvalidInput(flatten(errors, '').slice(0, MOST_PROBLEMS)),
});

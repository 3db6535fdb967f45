import type { MemberActor } from '#database';
import { defineErrors, InvalidInput, isId } from '#platform';
import { ApiHeader } from '@nestjs/swagger';
import { createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { ApiRequest } from './api-request.js';

const headerError = defineErrors({
  'if-match-missing': [428, 'Say which version you changed: send its ETag in If-Match'],
});

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<ApiRequest>();

/** The signed-in member who asks. The policy guard has made sure there is one. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): MemberActor => {
  const { actor } = requestOf(context);
  if (!actor) throw new Error('@Actor() stands on a route that anyone may call');
  return actor;
});

function documentIfMatch(target: object, method: string | symbol | undefined): void {
  ApiHeader({
    name: 'If-Match',
    required: true,
    example: '"v1"',
    description: 'The ETag of the read that this change is based on',
  })(target, method!, Object.getOwnPropertyDescriptor(target, method!)!);
}

/** The version the client read, from `If-Match: "v3"`. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number => {
    const header = requestOf(context).headers['if-match'];
    if (header === undefined) throw headerError('if-match-missing');
    const match = /^(?:W\/)?"v(\d{1,9})"$/.exec(header);
    if (!match) {
      throw new InvalidInput([
        { field: 'If-Match', message: 'If-Match must be the ETag of your last read, like "v3"' },
      ]);
    }
    return Number(match[1]);
  },
  [documentIfMatch],
);

/** A path parameter that is an id; anything else is a 400. */
export const idParam: PipeTransform<string, string> = {
  transform(value, { data }) {
    if (!isId(value))
      throw new InvalidInput([{ field: data ?? 'id', message: `${data ?? 'id'} must be a UUID` }]);
    return value.toLowerCase();
  },
};

const MOST_LANGUAGES = 10;

/** `Accept-Language` as codes, the most wanted first; a header that makes no sense wants nothing. */
export function wantedLanguages(header: string | undefined): string[] {
  return (header ?? '')
    .split(',', MOST_LANGUAGES)
    .map((item) =>
      /^\s*([a-z]{2,3}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i.exec(item),
    )
    .flatMap((match) => (match ? [{ code: match[1]!, weight: Number(match[2] ?? 1) }] : []))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ code }) => code);
}

function documentLanguage(target: object, method: string | symbol | undefined): void {
  ApiHeader({
    name: 'Accept-Language',
    required: false,
    example: 'it',
    description: "Language of the sentences; the member's own when it is absent",
  })(target, method!, Object.getOwnPropertyDescriptor(target, method!)!);
}

/** The languages in which the client wants sentences. */
export const WantedLanguages = createParamDecorator(
  (_: unknown, context: ExecutionContext): string[] =>
    wantedLanguages(requestOf(context).headers['accept-language']),
  [documentLanguage],
);

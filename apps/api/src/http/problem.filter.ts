import { DomainError, InvalidInput, type FieldProblem, type Logger } from '#platform';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { ApiReply, ApiRequest } from './api-request.js';

/** RFC 9457. `code` is stable, `facts` are safe values, `errors` name input fields. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldProblem[];
}

const STATUS_CODES: Readonly<Record<number, readonly [code: string, title: string]>> = {
  400: ['bad-request', 'The request cannot be read'],
  404: ['not-found', 'There is nothing at this address'],
  405: ['method-not-allowed', 'This address does not know that method'],
  413: ['too-large', 'The request is larger than 1 MB; send less at once'],
  414: ['too-large', 'The address is too long'],
  415: ['json-only', 'Send the body as application/json'],
  429: ['too-many', 'Too many requests; wait a moment'],
  431: ['too-large', 'The headers are too large'],
};

/** Turns whatever was thrown into a problem; what is nobody's fault but ours is a 500 with nothing told. */
export function problemOf(error: unknown, instance: string): Problem {
  if (error instanceof DomainError) {
    return {
      type: `urn:intreccio:problem:${error.code}`,
      title: error.title,
      status: error.status,
      code: error.code,
      detail: error.detail,
      instance,
      ...(Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}),
      ...(error instanceof InvalidInput ? { errors: error.problems } : {}),
    };
  }
  const status = statusOf(error);
  const [code, title] = STATUS_CODES[status] ?? ['internal', 'Something went wrong on our side; try again'];
  return {
    type: `urn:intreccio:problem:${code}`,
    title,
    status: STATUS_CODES[status] ? status : 500,
    code,
    instance,
  };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const statusCode = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof statusCode === 'number' ? statusCode : 500;
}

export function sendProblem(reply: ApiReply, problem: Problem): void {
  if (problem.status === 503 || problem.status === 429) void reply.header('retry-after', '5');
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem));
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ApiRequest>();
    const reply = host.switchToHttp().getResponse<ApiReply>();
    const problem = problemOf(error, `urn:uuid:${request.id}`);
    if (problem.status >= 500) {
      this.logger.error(
        {
          requestId: request.id,
          err: error instanceof Error ? error.stack : 'unknown',
          cause: error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined,
          code: problem.code,
        },
        'request failed',
      );
    }
    if (!reply.sent) sendProblem(reply, problem);
  }
}

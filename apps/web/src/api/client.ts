import createClient from 'openapi-fetch';
import type { components, paths } from '../../generated/api.js';
import { language } from '../words/words.js';
import { Problem } from './problem.js';

export type Schemas = components['schemas'];

/** The service tells its reasons in the language of the page. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  cache: 'no-store',
  headers: { 'Accept-Language': language },
  fetch: (request: Request) => takeEarly(request) ?? fetch(request),
});

const early = (window.askedEarly ??= new Map<string, Promise<Response>>());

/** What `early.ts` asked for, the first time: it is of now only once. */
function takeEarly({ method, url }: Request): Promise<Response> | undefined {
  const answer = method === 'GET' ? early.get(url) : undefined;
  if (answer) early.delete(url);
  return answer;
}

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** What the service answered. @throws Problem for a refusal and when there is no answer */
export async function answered<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new Problem({});
  }
  if (!answer.response.ok) {
    const told = typeof answer.error === 'object' && answer.error ? answer.error : {};
    throw new Problem({ code: 'internal', ...told, status: answer.response.status });
  }
  return answer.data as T;
}

/** A second tap with the same key changes nothing. */
export const newKey = () => crypto.randomUUID();
export const keyed = (key: string) => ({ 'Idempotency-Key': key });
export const ifMatch = (version: number) => ({ 'If-Match': `"v${version}"` });

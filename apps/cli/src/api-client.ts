/** A JSON answer; fields are read where the step that asked knows them. */
// The demonstration reads the API as any client would, without its types.
export type Answer = Readonly<Record<string, unknown>>;

const TRIES = 400;
const PAUSE_MS = 100;

/** A person at the API: keeps the cookies, speaks JSON. */
export class ApiClient {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly baseUrl: string) {}

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string): Promise<Answer> {
    return this.send('PUT', path);
  }

  /** Asks again until the answer satisfies. @throws Error naming what did not come */
  async waitFor<T>(what: string, path: string, pick: (answer: Answer) => T | undefined): Promise<T> {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const found = pick(await this.get(path));
      if (found !== undefined) return found;
      await new Promise((resume) => setTimeout(resume, PAUSE_MS));
    }
    throw new Error(`${what} did not come within ${(TRIES * PAUSE_MS) / 1_000} seconds.`);
  }

  private async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';', 1)[0]!.split('=', 2);
      this.cookies.set(name!, value!);
    }
    const text = await response.text();
    const answer = (text ? JSON.parse(text) : {}) as Answer;
    if (!response.ok)
      throw new Error(
        `${method} ${path} answered ${response.status}: ${String(answer['detail'] ?? answer['title'])}`,
      );
    return answer;
  }
}

export function itemsOf(answer: Answer): Answer[] {
  return answer['items'] as Answer[];
}

/** Talking to the service: JSON in, JSON out, problems as they are told. */

/** A refusal of the service (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  constructor(told) {
    super(told.title);
    Object.assign(this, { status: 0, code: 'unreachable', title: '', detail: '', errors: [] }, told);
  }
}

async function call(method, path, { body, key, version } = {}) {
  const headers = {};
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key) headers['idempotency-key'] = key;
  if (version !== undefined) headers['if-match'] = `"v${version}"`;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
  } catch {
    throw new Problem({});
  }
  const text = await answer.text();
  const told = text && answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
  if (!answer.ok) throw new Problem(told ?? { status: answer.status, code: 'internal' });
  return told;
}

export const get = (path) => call('GET', path);
/** @param options `key` makes a second tap harmless, `version` says what was seen */
export const post = (path, body = {}, options = {}) => call('POST', path, { ...options, body });
export const items = async (path) => (await get(path)).items;
export const newKey = () => `demo-${Date.now()}-${Math.random().toString(36).slice(2)}`;

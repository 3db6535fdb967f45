import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type AccountClaims, type Adapter, type AdapterPayload } from 'oidc-provider';

export const CLIENT = { id: 'intreccio', secret: 'a secret that the provider knows too' } as const;

/** How it behaves: as it should, with a page of errors, or without ever answering. */
type Mood = 'good' | 'down' | 'silent';

export interface TokenAnswer {
  id_token: string;
  readonly access_token: string;
}

/** A real OpenID Connect provider with accounts of its own, which can also be made to misbehave. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Whoever signs in next: one press of the page's only button. */
  account: { readonly sub: string; readonly acr?: string; readonly claims: Omit<AccountClaims, 'sub'> };
  mood: Mood;
  /** Changes what the token endpoint answers, as an attacker would who could. */
  tamper: ((answer: TokenAnswer) => TokenAnswer) | undefined;
  /** Paths asked for since the start. */
  readonly asked: string[];
  close(): Promise<void>;
}

const LEVELS = ['level-1', 'level-2', 'level-3'] as const;
export const ACR_LEVELS: readonly string[] = LEVELS;
const DAY_SECONDS = 86_400;

/** @param redirectUris where the browser may be sent back to */
export async function startIdentityProvider(redirectUris: readonly string[]): Promise<IdentityProvider> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idp: IdentityProvider = {
    issuer,
    account: { sub: 'nobody', claims: {} },
    mood: 'good',
    tamper: undefined,
    asked: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const accounts = new Map<string, Omit<AccountClaims, 'sub'>>();
  const provider = new Provider(issuer, settings(redirectUris, accounts));
  const callback = provider.callback();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    idp.asked.push(request.url ?? '');
    if (idp.mood === 'silent') return;
    if (idp.mood === 'down') return void response.writeHead(503).end('<h1>Maintenance</h1>');
    if (request.url?.startsWith('/interaction/')) return interact(request, response);
    if (request.url === '/token' && idp.tamper) changeAnswer(response, idp.tamper);
    return void callback(request, response);
  }

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      const page =
        '<!doctype html><title>Provider</title><form method="post"><button>Sign in</button></form>';
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    }
    const { sub, acr, claims } = idp.account;
    accounts.set(sub, claims);
    await provider.interactionFinished(request, response, {
      login: { accountId: sub, acr, remember: false },
    });
  }

  return idp;
}

function settings(
  redirectUris: readonly string[],
  accounts: ReadonlyMap<string, Omit<AccountClaims, 'sub'>>,
): ConstructorParameters<typeof Provider>[1] {
  const key = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' });
  return {
    adapter: kept(),
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [...redirectUris],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...key, kid: `key-${Math.random()}`, use: 'sig', alg: 'RS256' }] as never },
    acrValues: [...LEVELS],
    claims: {
      acr: null,
      openid: ['sub'],
      profile: ['given_name', 'family_name'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    cookies: { keys: ['not a secret: this provider lives as long as a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    ttl: Object.fromEntries(
      ['AccessToken', 'Grant', 'IdToken', 'Interaction', 'Session'].map((name) => [name, DAY_SECONDS]),
    ),
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub) }) }),
    // Nobody is asked whether they agree: that is the provider's affair, not ours.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      });
      grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
      await grant.save();
      return grant;
    },
  };
}

/** What the provider remembers, as long as the test runs. */
function kept(): (model: string) => Adapter {
  const all = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id, payload) => void all.set(key(id), payload),
      find: async (id) => all.get(key(id)),
      findByUid: async (uid) =>
        [...all].find(([name, payload]) => name.startsWith(key('')) && payload.uid === uid)?.[1],
      findByUserCode: async () => undefined,
      consume: async (id) =>
        void Object.assign(all.get(key(id))!, { consumed: Math.floor(Date.now() / 1_000) }),
      destroy: async (id) => void all.delete(key(id)),
      async revokeByGrantId(grantId) {
        for (const [name, payload] of all) if (payload.grantId === grantId) all.delete(name);
      },
    };
  };
}

/** Rewrites the one JSON answer on its way out. */
function changeAnswer(response: ServerResponse, change: (answer: TokenAnswer) => TokenAnswer): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse;
  response.end = ((body: unknown) => {
    if (response.statusCode !== 200) return end(String(body));
    const changed = JSON.stringify(change(JSON.parse(String(body)) as TokenAnswer));
    response.setHeader('content-length', Buffer.byteLength(changed));
    return end(changed);
  }) as typeof response.end;
}

const MOST_HOPS = 10;

/**
 * Goes through the provider's pages as a browser would, to the address that leads back to us.
 * @throws Error when it does not lead back
 */
export async function signInAtProvider(start: string, back: string): Promise<URL> {
  const jar = new Map<string, string>();
  let url = start;
  let method = 'GET';
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { method, redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      jar.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (!location) {
      const text = await response.text();
      if (!text.includes('<form method="post">'))
        throw new Error(`The provider answers ${response.status}: ${text}`);
      method = 'POST';
      continue;
    }
    url = new URL(location, url).href;
    method = 'GET';
    if (url.startsWith(back)) return new URL(url);
  }
  throw new Error('The provider does not lead back.');
}

import { Client } from 'pg';
import type { MemberActor, Role } from '#database';
import { ACTIONS, IdentityCodec, type Allowed } from '#members';
import { signSms } from '#notifications';
import { newId } from '#platform';
import { listRoutes, type Route } from '../../apps/api/src/http/route-policies.js';
import { buildCommunity } from './community.builder.js';
import { buildEveryRecord, type EveryRecord } from './records.builder.js';
import { START } from './test-world.js';
import { send, tokenOf, type Answer } from '../support/http-client.js';
import {
  bodySchemaOf,
  codesOf,
  exampleBody,
  operationsOf,
  readDocument,
  withIds,
  type ApiDocument,
  type Operation,
} from '../support/openapi-reading.js';
import {
  openInstallation,
  TEST_KEY,
  TEST_SMS_SECRET,
  type TestInstallation,
} from '../support/test-installation.js';

export const ROLES: readonly Role[] = ['family', 'helper', 'coordinator', 'administrator', 'auditor'];

/** A coordinator of another community, who holds every other role there too: no route is closed to them by role. */
export const STRANGER = 'stranger';

/** What any route may answer, said once for the whole API. */
const GENERAL = new Set(['invalid-input', 'bad-json', 'json-only', 'unavailable', 'idempotency-key-reused']);

export const identities = new Map<string, MemberActor>();

export const seen: string[] = [];

export const keyOf = (method: string, path: string) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;

export const nameOf = ({ method, path }: Route) => keyOf(method, path);

export function allowedOn({ action }: Route): Allowed {
  return ACTIONS[action];
}

/** As the gateway of short messages hands them in. */
function signedHeaders(body: unknown): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = signSms(TEST_SMS_SECRET, timestamp, JSON.stringify(body));
  return { 'x-sms-timestamp': timestamp, 'x-sms-signature': signature };
}

/** Keeps answers that the documentation of the route does not know. */
function note(operation: Operation | undefined, { status, code }: Answer): void {
  if (!operation) return;
  const known = code === undefined ? String(status) in operation.responses : codesOf(operation).has(code);
  if (!known && !GENERAL.has(code ?? ''))
    seen.push(`${operation.method} ${operation.path}: ${status} ${code}`);
}

export const settled = ({ status, code }: Answer) => `${status} ${code ?? ''}`.trim();

/** Every route on a record of every kind, and whoever may ask. */
export class RoutesScene {
  installation!: TestInstallation;
  base!: string;
  owner!: Client;
  document!: ApiDocument;
  routes!: Route[];
  operations!: Map<string, Operation>;
  home!: EveryRecord;

  async open(): Promise<this> {
    this.installation = await openInstallation({ worker: false });
    const { api, uow, people, clock, url } = this.installation;
    this.base = await api.getUrl();
    this.owner = new Client({ connectionString: url });
    this.owner.on('error', () => undefined);
    await this.owner.connect();
    this.document = readDocument(api);
    this.routes = listRoutes(api);
    this.operations = new Map(operationsOf(this.document).map((it) => [keyOf(it.method, it.path), it]));
    this.home = await buildEveryRecord(uow, this.owner, people, new Date(START.getTime() + 50 * 3_600_000));
    identities.set('family', this.home.family.actor);
    identities.set('helper', this.home.helper.actor);
    identities.set('coordinator', await people.coordinator());
    identities.set('administrator', await people.administrator());
    identities.set('auditor', await people.auditor());
    const abroad = await buildCommunity(uow, new IdentityCodec(TEST_KEY), clock);
    identities.set(STRANGER, (await abroad.member(ROLES)).actor);
    return this;
  }

  async close(): Promise<void> {
    await this.owner?.end();
    await this.installation?.close();
  }

  /** The address with a record of the home community for each parameter. @throws Error for a parameter nobody prepared */
  readonly addressOf = (route: Route): string => {
    return route.path.replace(/\/([^:]+)\/:(\w+)/g, (_, before: string, parameter: string) => {
      const kind = before.replace(/^v1\//, '');
      if (['u', 'c', 'calendar'].includes(kind)) return `/${kind}/no-token`;
      // A page only shows the application, which then asks for the record.
      if (route.action === 'page.read') return `/${before}/${newId()}`;
      const id = this.home.ids[kind];
      if (!id)
        throw new Error(
          `Add a record for ${route.path} (:${parameter}) to test/builders/records.builder.ts.`,
        );
      return `/${before}/${id}`;
    });
  };

  readonly ask = async (route: Route, who: string | undefined, fill: 'required' | 'all'): Promise<Answer> => {
    const operation = this.operations.get(nameOf(route));
    const schema = operation && bodySchemaOf(this.document, operation);
    const wanted = (operation?.parameters ?? []).filter((it) => it.in === 'query' && it.required);
    const query = wanted.map((it) => `${it.name}=${encodeURIComponent(String(it.schema.example))}`).join('&');
    const body = schema && withIds(exampleBody(this.document, schema, fill), this.home.named);
    const isSigned = operation?.parameters.some(({ name }) => name === 'X-Sms-Signature') ?? false;
    const answer = await send(this.base, {
      method: route.method,
      path: this.addressOf(route) + (query ? `?${query}` : ''),
      token: who && (await tokenOf(this.installation, identities.get(who)!)),
      headers: {
        ...(operation?.parameters.some(({ name }) => name === 'If-Match') ? { 'if-match': '"v1"' } : {}),
        ...(isSigned ? signedHeaders(body) : {}),
        ...(route.method === 'POST' ? { 'idempotency-key': newId() } : {}),
      },
      body,
    });
    note(operation, answer);
    return answer;
  };
}

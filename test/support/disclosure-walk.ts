import type { Client } from 'pg';
import type { MemberActor } from '#database';
import { ACTIONS, decide } from '#members';
import { listRoutes, type Route } from '../../apps/api/src/http/route-policies.js';
import { send, tokenOf } from './http-client.js';
import { operationsOf, readDocument, resolve, type ApiDocument, type Schema } from './openapi-reading.js';
import type { TestInstallation } from './test-installation.js';

/** Something only one family or one helper has: where it turns up, they were told of. */
export interface Mark {
  /** What it is: `family.address`, `helper.phone`. */
  readonly kind: string;
  readonly text: string;
}

/** A mark seen by a viewer in one field of a route's answer. */
export interface Sighting {
  readonly route: string;
  readonly viewer: string;
  readonly stage: string;
  /** `HouseholdDto.address` */
  readonly field: string;
  readonly kind: string;
}

/** A route that told a viewer something of the family; and whether a record of reads names it. */
export interface Reading {
  readonly route: string;
  readonly viewer: string;
  readonly stage: string;
  readonly recorded: boolean;
}

export interface Walk {
  readonly installation: TestInstallation;
  readonly owner: Client;
  readonly marks: readonly Mark[];
  readonly viewers: Readonly<Record<string, MemberActor>>;
  /** Ids for the parameters of routes, by the path in front: `requests`, `members`. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** Whose record of reads is looked at: the household, its dependants and guardian. */
  readonly subjectIds: readonly string[];
}

/**
 * Whoever is not signed in opens these too, by a secret in the address or none: nothing there depends on the
 * viewer.
 */
const isOpen = ({ action }: Route) => ACTIONS[action] === 'anyone' || action === 'live.listen';

/** Calls every reading route as every viewer and collects who was told what, field by field. */
export async function walkReads(
  walk: Walk,
  stage: string,
): Promise<{ sightings: Sighting[]; readings: Reading[] }> {
  const { installation } = walk;
  const base = await installation.api.getUrl();
  const document = readDocument(installation.api);
  const schemas = new Map(
    operationsOf(document).map((it) => [
      `${it.method} ${it.path}`,
      it.responses['200']?.content?.['application/json']?.schema,
    ]),
  );
  const routes = listRoutes(installation.api).filter((route) => route.method === 'GET' && !isOpen(route));
  const sightings: Sighting[] = [];
  const readings: Reading[] = [];
  for (const [viewer, actor] of Object.entries(walk.viewers)) {
    const token = await tokenOf(installation, actor);
    const open = routes.filter(
      ({ action }) => decide(action, { roles: actor.roles, complete: true }) === 'allow',
    );
    for (const route of open) {
      const name = `GET ${route.path.replace(/:(\w+)/g, '{$1}')}`;
      for (const path of addressesOf(route, walk.ids)) {
        const since = installation.clock.now();
        const { status, text } = await send(base, { method: 'GET', path, token });
        if (status >= 500) throw new Error(`${name} answers ${status} to ${viewer}`);
        if (status !== 200) continue;
        const told = fieldsOf(document, schemas.get(name), text, walk.marks);
        sightings.push(...told.map((it) => ({ route: name, viewer, stage, ...it })));
        if (told.some(({ kind }) => kind.startsWith('family.')) && viewer !== 'guardian') {
          readings.push({ route: name, viewer, stage, recorded: await isRecorded(walk, actor, since) });
        }
      }
    }
  }
  return { sightings, readings };
}

function addressesOf({ path }: Route, ids: Walk['ids']): string[] {
  const parameter = /\/([^:]+)\/:(\w+)/.exec(path);
  if (!parameter) return [path];
  const kind = parameter[1]!.replace(/^v1\//, '');
  const known = ids[kind];
  if (!known) throw new Error(`Give the walk ids for ${path}.`);
  return known.map((id) => path.replace(/:(\w+)/, id));
}

/** Did the viewer's request, begun at the instant, leave a record about the family? */
async function isRecorded({ owner, subjectIds }: Walk, viewer: MemberActor, since: Date): Promise<boolean> {
  const { rowCount } = await owner.query(
    `SELECT FROM audit_record WHERE actor_member_id = $1 AND at >= $2 AND subject_ids && $3::uuid[] LIMIT 1`,
    [viewer.memberId, since, subjectIds],
  );
  return rowCount === 1;
}

/** Every field of an answer that holds a mark, named after its schema. */
function fieldsOf(
  document: ApiDocument,
  schema: Schema | undefined,
  text: string,
  marks: readonly Mark[],
): { field: string; kind: string }[] {
  if (!marks.some((mark) => text.includes(mark.text))) return [];
  const found = new Map<string, { field: string; kind: string }>();
  const look = (value: unknown, at: Schema | undefined, name: string): void => {
    if (Array.isArray(value)) return value.forEach((item) => look(item, at?.items ?? at, name));
    if (value !== null && typeof value === 'object') {
      const inner = at && resolve(document, at);
      const own = nameOf(at) ?? name;
      for (const [key, item] of Object.entries(value)) look(item, inner?.properties?.[key], `${own}.${key}`);
      return;
    }
    for (const { kind, text: mark } of marks) {
      if (String(value).includes(mark)) found.set(`${name} ${kind}`, { field: name, kind });
    }
  };
  const isJson = /^[[{]/.test(text);
  look(isJson ? (JSON.parse(text) as unknown) : text, schema, 'answer');
  return [...found.values()];
}

function nameOf(schema: Schema | undefined): string | undefined {
  const reference = schema?.$ref ?? schema?.allOf?.[0]?.$ref ?? schema?.oneOf?.[0]?.$ref;
  return reference?.split('/').at(-1);
}

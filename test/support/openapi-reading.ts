import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeApi } from '../../apps/api/src/http/openapi.js';

/** What the tests read of a JSON schema. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface TakenStep {
  readonly machine: string;
  readonly step: string;
}

export interface Operation {
  readonly method: string;
  /** With parameters in braces: /v1/requests/{id}. */
  readonly path: string;
  readonly summary?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
  readonly 'x-life-cycle'?: TakenStep;
  readonly 'x-life-cycle-beside'?: readonly TakenStep[];
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly 'x-life-cycles': readonly {
    readonly name: string;
    readonly initial: string;
    readonly states: readonly string[];
    readonly steps: readonly {
      readonly name: string;
      readonly from: readonly string[];
      readonly to: string;
      readonly by: readonly string[];
    }[];
  }[];
}

/** The running routes' document as a client gets it: after JSON. */
export function readDocument(app: INestApplication): ApiDocument {
  return JSON.parse(JSON.stringify(describeApi(app as NestFastifyApplication))) as ApiDocument;
}

export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      parameters: operation.parameters ?? [],
      method: method.toUpperCase(),
      path,
    })),
  );
}

/** Follows a reference (also one wrapped in allOf, as nullable properties have it). */
export function resolve(document: ApiDocument, schema: Schema): Schema {
  const inner = schema.$ref ? schema : (schema.allOf?.[0] ?? schema.oneOf?.[0] ?? schema);
  if (!inner.$ref) return inner;
  const found = document.components.schemas[inner.$ref.split('/').at(-1)!];
  if (!found) throw new Error(`The document has no schema ${inner.$ref}`);
  return found;
}

export function bodySchemaOf(document: ApiDocument, operation: Operation): Schema | undefined {
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  return schema && resolve(document, schema);
}

/** A body that fits the schema, made of the documented examples. */
export function exampleBody(
  document: ApiDocument,
  schema: Schema,
  only: 'required' | 'all' = 'required',
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => only === 'all' || schema.required?.includes(name))
      .map(([name, property]) => [name, exampleOf(document, property, only)]),
  );
}

function exampleOf(document: ApiDocument, property: Schema, only: 'required' | 'all'): unknown {
  if (property.example !== undefined) return property.example;
  if (property.default !== undefined) return property.default;
  if (property.type === 'array') return property.items ? [exampleOf(document, property.items, only)] : [];
  const inner = resolve(document, property);
  if (inner.properties) return exampleBody(document, inner, only);
  return inner.example ?? inner.enum?.[0];
}

/** The same body with real ids in the properties that are named after a record. */
export function withIds(body: unknown, named: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(body)) return body.map((item) => withIds(item, named));
  if (body === null || typeof body !== 'object') return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, named[name] ?? withIds(value, named)]),
  );
}

/** The error codes an operation names in its documentation. */
export function codesOf(operation: Operation): Set<string> {
  const text = Object.entries(operation.responses)
    .filter(([status]) => Number(status) >= 400)
    .map(([, { description }]) => description)
    .join('\n');
  return new Set([...text.matchAll(/`([a-z0-9-]+)`:/g)].map(([, code]) => code!));
}

import { ACTIONS, type Action } from '#members';
import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { POLICY } from './policy.decorator.js';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly action: Action;
}

/** Every route with its action. @throws Error naming the routes without a policy or with an unknown one. */
export function listRoutes(app: INestApplicationContext): Route[] {
  const scanner = new MetadataScanner();
  const routes: Route[] = [];
  const faults: string[] = [];
  for (const { instance, metatype } of app.get(DiscoveryService).getControllers()) {
    if (!instance || !metatype) continue;
    const prototype = Object.getPrototypeOf(instance) as object;
    const base = pathsOf(Reflect.getMetadata(PATH_METADATA, metatype))[0] ?? '';
    for (const name of scanner.getAllMethodNames(prototype)) {
      const handler = (instance as Record<string, unknown>)[name] as object;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) continue;
      const action = Reflect.getMetadata(POLICY, handler) as Action | undefined;
      const label = `${metatype.name}.${name}`;
      if (!action || !(action in ACTIONS)) faults.push(label);
      for (const path of pathsOf(Reflect.getMetadata(PATH_METADATA, handler))) {
        routes.push({
          method: RequestMethod[method]!,
          path: joined(base, path),
          handler: label,
          action: action!,
        });
      }
    }
  }
  if (faults.length > 0)
    throw new Error(`These routes have no policy: ${faults.join(', ')}. Add @Policy('…').`);
  return routes.sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`));
}

function pathsOf(metadata: unknown): string[] {
  return (Array.isArray(metadata) ? metadata : [metadata ?? '']) as string[];
}

function joined(base: string, path: string): string {
  return `/${[base, path]
    .map((part) => part.replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`;
}

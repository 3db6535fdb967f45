import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concernedBy, HEARD_KINDS, waitBefore } from './live.rules.js';

interface Description {
  readonly paths: { readonly '/v1/events': { readonly get: { readonly description: string } } };
}

/** What the API says of itself: "Kinds and ids alone: one.changed, other.changed; …". */
function toldKinds(): string[] {
  const file = readFileSync(join(process.cwd(), 'test/e2e/openapi.snapshot.json'), 'utf8');
  const { description } = (JSON.parse(file) as Description).paths['/v1/events'].get;
  return /alone: ([^;]+);/.exec(description)![1]!.split(', ');
}

/** The first words of the keys that anything is read under. */
function knownKeys(): Set<string | undefined> {
  const folder = join(process.cwd(), 'apps/web/src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.spec)\.tsx?$/.test(name),
  );
  const text = sources.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return new Set([...text.matchAll(/queryKey: \[\s*'([a-z-]+)'/g)].map(([, key]) => key));
}

/** A week that somebody paints must not change under their finger. */
const NOT_HEARD = ['availability.changed'];

describe('what is heard live', () => {
  it('is every kind the service tells, but the week somebody paints', () => {
    expect([...HEARD_KINDS, ...NOT_HEARD].sort()).toEqual(toldKinds().sort());
  });

  it('concerns only what something is read under, a swap of hours among it', () => {
    const known = knownKeys();
    expect([...concernedBy(HEARD_KINDS)].filter((key) => !known.has(key))).toEqual([]);
    expect(concernedBy(['exchange.changed'])).toContain('exchanges');
  });

  it('is read anew where it is shown, and nowhere else', () => {
    expect([...concernedBy(['notification.changed', 'matching.progress'])]).toEqual([
      'notifications',
      'matching-runs',
    ]);
    expect([...concernedBy(['something.else'])]).toEqual([]);
  });
});

describe('a stream that fails', () => {
  it('is opened again later each time, never later than in two minutes, and not by all at once', () => {
    expect([1, 2, 3, 6, 7, 50].map((failures) => waitBefore(failures, 1))).toEqual([
      2_000, 4_000, 8_000, 64_000, 120_000, 120_000,
    ]);
    expect([waitBefore(1, 0), waitBefore(50, 0)]).toEqual([1_000, 60_000]);
  });
});

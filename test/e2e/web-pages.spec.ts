import { POLICY_KEYS } from '#communities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type TestAgent from 'supertest/lib/agent.js';
import { BUILT_WEB, openInstallation, type TestInstallation } from '../support/test-installation.js';

let installation: TestInstallation;
let client: TestAgent;

beforeAll(async () => {
  installation = await openInstallation({ worker: false });
  client = installation.anonymous();
});

afterAll(async () => {
  await installation?.close();
});

/** As its first chunk says. */
const sizeOfPng = (png: Buffer) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

describe('the web application’s pages', () => {
  it('come for every known screen, with a policy that lets no foreign and no inline script in', async () => {
    for (const path of [
      '/',
      '/login',
      '/privacy',
      '/home',
      '/ask/when',
      '/requests/abc',
      '/v/home',
      '/co/queue',
    ]) {
      const page = await client
        .get(path)
        .expect(200)
        .expect('content-type', /text\/html/);
      expect(page.headers['content-security-policy']).toMatch(/^default-src 'self';/);
      expect(page.headers['content-security-policy']).not.toContain('unsafe');
      expect(page.headers['set-cookie']).toBeUndefined();
      expect(page.text).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|https?:\/\//);
    }
  });

  it('come for no other address, and never for one of the API', async () => {
    for (const path of [
      '/v1',
      '/v1/nothing',
      '/home/more',
      '/ask/other',
      '/ask',
      '/v/..%2fhome',
      '/index.html',
    ]) {
      await client
        .get(path)
        .expect(404)
        .expect('content-type', /problem\+json/);
    }
  });

  it('serve nothing else from their folder or round it', async () => {
    for (const name of ['', '..%2fpages%2fapp.it.html', '..%2f..%2f..%2fpackage.json', 'constructor']) {
      await client.get(`/assets/${name}`).expect(404);
    }
  });

  it('speak the language of the address, the cookie, or the browser', async () => {
    const { text: arabic } = await client.get('/login?lang=ar').expect('content-language', 'ar');
    expect(arabic).toContain('lang="ar" dir="rtl"');
    await client.get('/login').set('cookie', 'intreccio-language=en').expect('content-language', 'en');
    await client.get('/login').set('accept-language', 'ar-EG, it;q=0.5').expect('content-language', 'ar');
    await client.get('/login').set('accept-language', 'de').expect('content-language', 'it');
  });

  it('say every rule of a community in every language', () => {
    for (const language of ['it', 'en', 'ar']) {
      const words = readFileSync(join('apps/web/words', `${language}.po`), 'utf8');
      expect(POLICY_KEYS.filter((key) => !words.includes(`msgid "policy.${key}"\n`))).toEqual([]);
    }
  });

  it('can be installed and opened without a network', async () => {
    await client
      .get('/sw.js')
      .expect(200)
      .expect('content-type', /javascript/)
      .expect('cache-control', 'no-cache');
    const { body, text } = await client.get('/app.webmanifest').expect(200);
    const manifest = JSON.parse(text || JSON.stringify(body)) as {
      id: string;
      icons: { src: string; type: string; sizes: string; purpose: string }[];
    };
    expect(manifest.id).toBe('/');
    expect(manifest.icons.map(({ sizes, type, purpose }) => [sizes, type, purpose])).toEqual([
      ['any', 'image/svg+xml', 'any'],
      ['192x192', 'image/png', 'any'],
      ['512x512', 'image/png', 'any'],
      ['512x512', 'image/png', 'maskable'],
    ]);
    for (const { src, type, sizes } of manifest.icons) {
      const { body: picture } = await client.get(src).buffer(true).expect(200).expect('content-type', type);
      if (type === 'image/png') expect(sizeOfPng(picture as Buffer)).toBe(sizes);
    }
  });

  it('are asked again each time, while their assets, whose names change, are kept for a year', async () => {
    await client
      .get('/home')
      .expect('cache-control', 'no-cache')
      .expect('vary', /accept-language/);
    const script = readdirSync(join(BUILT_WEB, 'assets')).find((name) => /^app-.*\.js$/.test(name))!;
    await client
      .get(`/assets/${script}`)
      .set('accept-encoding', 'br')
      .expect(200)
      .expect('content-encoding', 'br')
      .expect('cache-control', /max-age=31536000, immutable/);
    await client.get('/assets/nothing.js').expect(404);
  });
});

import { CONFIG, createLogger, NestLogger, type Config, type Logger } from '#platform';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { ApiModule, type ApiParts } from './api.module.js';
import type { ApiReply } from './http/api-request.js';
import { MAX_BODY_BYTES, useBodyParser } from './http/body-parser.js';
import { useDocumentation } from './http/openapi.js';
import { checkOrigin } from './http/origin-check.js';
import { problemOf, sendProblem } from './http/problem.filter.js';
import { listRoutes } from './http/route-policies.js';
import { noteSecurity } from './http/security-log.js';
import { BUILT_WEB } from './web/web-pages.js';

const REQUEST_MS = 30_000;
const REQUEST_ID = /^[\w-]{8,64}$/;

/** Builds the API without listening. The process, the demonstration and the tests all come through here. */
export async function createApi(
  parts: Omit<ApiParts, 'logger'> & { logger?: Logger },
): Promise<NestFastifyApplication> {
  const logger = parts.logger ?? createLogger('api', parts.config.logLevel, parts.config.logUrl);
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    // A proxy on another machine comes by TLS, too.
    ...(parts.config.tls ? { https: parts.config.tls } : {}),
    // Only our own proxies reach us: docker/README.md. Fastify takes a number of them as a function alone.
    trustProxy: (_address: string, hop: number) => hop < parts.config.trustedProxies,
    // A body that trickles in holds a connection no longer than this.
    requestTimeout: REQUEST_MS,
    routerOptions: { maxParamLength: 200 },
    genReqId: (request: { headers: Record<string, unknown> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : v7();
    },
    // What Fastify refuses before Nest sees it (bad address, oversized headers) is a problem like any other.
    frameworkErrors: (error: Error, request: { id: string }, reply: ApiReply) =>
      sendProblem(reply, problemOf(error, `urn:uuid:${request.id}`)),
  } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with({ ...parts, logger }),
    adapter,
    {
      logger: new NestLogger(logger),
      bodyParser: false,
      abortOnError: false,
    },
  );
  const { publicUrl } = app.get<Config>(CONFIG);
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  useBodyParser(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    checkOrigin(request, publicUrl);
  });
  // Answers hold people's data; what may be kept says so itself.
  fastify.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    // A browser left to guess the letters can be led to guess wrong.
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && /^text\/[\w.+-]+$/.test(type))
      void reply.header('content-type', `${type}; charset=utf-8`);
  });
  fastify.addHook('onResponse', async (request, reply) => noteSecurity(logger, request, reply));
  await app.register(fastifyCookie as never);
  await app.register(fastifyHelmet as never, helmetOptions(publicUrl) as never);
  await serveAssets(app, parts.webFolder ?? BUILT_WEB);
  useDocumentation(app);
  listRoutes(app);
  return app;
}

/** Scripts, styles and fonts of the pages. Their names change with their content, so they are kept for ever. */
async function serveAssets(app: NestFastifyApplication, webFolder: string): Promise<void> {
  const root = join(webFolder, 'assets');
  if (!existsSync(root)) return;
  await app.register(
    fastifyStatic as never,
    {
      root,
      prefix: '/assets/',
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
    } as never,
  );
}

function helmetOptions(publicUrl: string) {
  const secure = publicUrl.startsWith('https:');
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  };
}

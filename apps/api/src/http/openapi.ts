import { allMachines } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PageQuery } from './page.dto.js';
import { ProblemDto } from './problem.dto.js';

const DESCRIPTION = `From a structured need to an approved match, the visit, the confirmed hour and the ledger.

**Signing in**: ask for a mail (\`POST /v1/sign-in\`), confirm with its code; a cookie carries the session.
The demonstration opens one at once: \`POST /demo/sign-in {"role": "coordinator"}\`; \`GET /demo/state\` names the roles,
\`GET /demo/mail\` shows what was sent, \`POST /demo/clock {"minutes": 60}\` moves the clock.
**Edits** send the ETag they read in \`If-Match\`. **POSTs** honour \`Idempotency-Key\`; the ledger's require it.
**Lists** are paged: \`limit\` (at most 100) and \`cursor\` (the \`nextCursor\` of the page before).
**Errors** are RFC 9457 problems with a stable \`code\`; each route lists its own. Any route may
also answer \`bad-json\`, \`json-too-deep\`, \`bad-text\`, \`json-only\`, \`too-large\`, \`foreign-origin\`, \`unavailable\`; a change \`too-many-changes\`, a read \`too-many-reads\`; a POST with a
key \`idempotency-key-reused\`, \`still-in-progress\` and \`answer-lost\`. **Times** are UTC instants; days and wall-clock times are the community's.`;

/** The OpenAPI document of the running routes, with every life cycle's table. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Intreccio')
      .setDescription(DESCRIPTION)
      .setVersion('1')
      .setLicense('EUPL-1.2', 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12')
      .addCookieAuth('intreccio-session')
      .build(),
    {
      extraModels: [ProblemDto, PageQuery],
      operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
    },
  );
  documentIdempotencyKeys(document);
  return Object.assign(document, {
    'x-life-cycles': allMachines().map(({ name, initial, states, steps }) => ({
      name,
      initial,
      states,
      steps,
    })),
  });
}

type Parameter = NonNullable<OpenAPIObject['paths'][string]['parameters']>[number];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body get the same answer, once done',
  schema: { type: 'string', minLength: 8, maxLength: 200, example: 'request-2026-11-24-1' },
} satisfies Parameter;

/**
 * Every POST of a signed-in member honours the key (IdempotencyInterceptor); those that require it say so
 * themselves.
 */
function documentIdempotencyKeys(document: OpenAPIObject): void {
  for (const { post } of Object.values(document.paths)) {
    if (!post || !('401' in post.responses)) continue;
    const known = post.parameters?.some((it) => 'name' in it && it.name === IDEMPOTENCY_KEY.name);
    if (!known) post.parameters = [...(post.parameters ?? []), IDEMPOTENCY_KEY];
  }
}

/** Serves /docs and /docs-json. */
export function useDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Intreccio API',
  });
}

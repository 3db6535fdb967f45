import { allMachines } from '#platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PageQuery } from './page.dto.js';
import { ProblemDto } from './problem.dto.js';

const DESCRIPTION = `From a structured need to an approved match, the visit, the confirmed hour and the ledger.

**Signing in**: ask for a mail (\`POST /v1/sign-in\`), confirm with its code; a cookie carries the session.
**Edits** send the ETag they read in \`If-Match\`. **POSTs** honour \`Idempotency-Key\`; the ledger's require it.
**Lists** are paged: \`limit\` (at most 100) and \`cursor\` (the \`nextCursor\` of the page before).
**Errors** are RFC 9457 problems with a stable \`code\`. **Times** are UTC instants; days and wall-clock times are the community's.`;

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
  return Object.assign(document, {
    'x-life-cycles': allMachines().map(({ name, initial, states, steps }) => ({
      name,
      initial,
      states,
      steps,
    })),
  });
}

/** Serves /docs and /docs-json. */
export function useDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Intreccio API',
  });
}

import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Logger } from '@evenkeel/ports';
import type { Express } from 'express';
import { describeApi, SAME_SERVER } from '../openapi/describe-api.js';
import { ProblemFilter } from './problem.filter.js';
import { guardRoutes } from './route-guard.js';

/** All that the admin API needs beyond its controllers. To be called before the app listens. */
export function prepareAdminApi(app: INestApplication): void {
  // A tag that no operation tells of could not be sent back as If-Match.
  (app.getHttpAdapter().getInstance() as Express).disable('etag');
  app.use(guardRoutes);
  // Controllers have a filter of their own; this one is for what never reaches one: broken bodies, addresses outside of the API.
  app.useGlobalFilters(new ProblemFilter(app.get(Logger)));
  serveApiDocument(app);
}

/** Serves the document at `/docs` for people and at `/docs-json` for machines. */
function serveApiDocument(app: INestApplication): void {
  // On first request only: making it takes a noticeable part of a start.
  const document = () => describeApi(SAME_SERVER) as unknown as OpenAPIObject;
  SwaggerModule.setup('docs', app, document, { customSiteTitle: 'Evenkeel admin API' });
}

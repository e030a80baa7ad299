import type { LoggerService } from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { Router } from 'express';

import { replaceUnknownErrors } from './edge';
import { ApiRoutes, openapiDocument } from './openapi/ApiPart';

/** What the router is assembled from. */
export interface RouterOptions {
  readonly logger: LoggerService;
  /** Every part of the API; one file of routes each. */
  readonly routes: readonly ApiRoutes[];
  /** For tests: answers that do not fit the document become errors. */
  readonly validateResponses?: boolean;
}

/** One router over all parts: every request is checked against one document, every error is worded by us. */
export function createRouter(options: RouterOptions): Router {
  const { logger, routes, validateResponses = false } = options;
  const document = openapiDocument(routes.map(({ api }) => api));
  const router = createValidatedOpenApiRouter(document, {
    validatorOptions: { validateResponses },
  }) as Router; // The typed router wants literal types that generated schemas do not have.
  for (const route of routes) route.mount(router);
  router.use(replaceUnknownErrors(logger));
  return router;
}

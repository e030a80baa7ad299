import type {
  AuditorService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fleetReadPermission } from 'backstage-plugin-service-secrets-common';
import type { Request, RequestHandler, Response, Router } from 'express';

import { audited, replaceUnknownErrors } from './edge';
import { EntityAccess } from './EntityAccess';
import { HealthService } from './HealthService';
import { LeaseHandles } from './LeaseHandles';
import { toLeasePage } from './leasePage';
import { openapi } from './openapi';
import { ReadOptions, ReportService, ServiceState } from './ReportService';
import { toServiceReport } from './toApi';

/** What the routes call. */
export interface RouterOptions {
  readonly httpAuth: HttpAuthService;
  readonly permissions: Pick<PermissionsService, 'authorize'>;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
  readonly access: EntityAccess;
  readonly reports: ReportService;
  readonly health: HealthService;
  readonly handles: LeaseHandles;
  readonly clock: () => Date;
  /** For tests: answers that do not fit the document become errors. */
  readonly validateResponses?: boolean;
}

const DEFAULT_LIMIT = 1000;
const SERVICE = '/v1/services/:kind/:namespace/:name';

/** The ref as the catalog writes it, so that two spellings of one entity share everything. */
function entityRefOf({ params }: Request): string {
  const { kind, namespace, name } = params;
  return stringifyEntityRef({ kind, namespace, name });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Hands what a handler throws to the error handlers. */
function promised(
  handler: (req: Request, res: Response) => Promise<void>,
): RequestHandler {
  return (req, res, next) => {
    handler(req, res).catch(next);
  };
}

/** The routes: who asks, what for, one call, one answer. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, auditor, access, reports, handles, clock } = options;
  const { permissions, health, logger, validateResponses = false } = options;
  const router = createValidatedOpenApiRouter(openapi, {
    validatorOptions: { validateResponses },
  }) as Router; // The typed router wants literal types that generated schemas do not have.

  const read = async (
    request: Request,
    eventId: string,
    readOptions?: ReadOptions,
  ): Promise<ServiceState> => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const entityRef = entityRefOf(request);
    const meta = { entityRef };
    return audited({ auditor, request, eventId, meta }, async () => {
      const binding = await access.bindingFor(entityRef, credentials);
      return reports.read(binding, readOptions);
    });
  };

  router.get(
    `${SERVICE}/report`,
    promised(async (req, res) => {
      const fresh = req.query.fresh === 'true';
      const state = await read(req, 'report-read', { fresh });
      res.json(toServiceReport(state, clock()));
    }),
  );

  router.get(
    `${SERVICE}/leases`,
    promised(async (req, res) => {
      const { environment, cursor, limit = DEFAULT_LIMIT } = req.query;
      const query = {
        environment: textOf(environment),
        cursor: textOf(cursor),
        limit: Number(limit),
      };
      const state = await read(req, 'leases-read');
      res.json(toLeasePage(state, query, { handles, now: clock() }));
    }),
  );

  router.get(
    '/v1/health',
    promised(async (req, res) => {
      const credentials = await httpAuth.credentials(req, { allow: ['user'] });
      const request = { permission: fleetReadPermission };
      const [{ result }] = await permissions.authorize([request], {
        credentials,
      });
      if (result !== AuthorizeResult.ALLOW) {
        throw new NotAllowedError(
          `Permission ${fleetReadPermission.name} is missing`,
        );
      }
      res.json(await health.read());
    }),
  );

  router.use(replaceUnknownErrors(logger));
  return router;
}

import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { fleetReadPermission } from 'backstage-plugin-service-secrets-common';
import type { Request, Response, Router } from 'express';

import { audited } from './edge';
import { EntityAccess } from './EntityAccess';
import { FleetAccess } from './FleetAccess';
import { HealthService } from './HealthService';
import { LeaseHandles } from './LeaseHandles';
import { toLeasePage } from './leasePage';
import { ApiRoutes } from './openapi/ApiPart';
import { serviceApi } from './openapi/serviceApi';
import { promised } from './promised';
import { ReadOptions, ReportService, ServiceState } from './ReportService';
import { toServiceReport } from './toApi';

/** What the routes of one service call. */
export interface ServiceRoutesOptions {
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly access: EntityAccess;
  /** The state of all upstreams is the platform's, like the fleet. */
  readonly fleetAccess: FleetAccess;
  readonly reports: ReportService;
  readonly health: HealthService;
  readonly handles: LeaseHandles;
  readonly clock: () => Date;
}

const DEFAULT_LIMIT = 1000;
const SERVICE = '/v1/services/:kind/:namespace/:name';

/** The ref as the catalog writes it, so that two spellings of one entity share everything. */
export function entityRefOf({ params }: Request): string {
  const { kind, namespace, name } = params;
  return stringifyEntityRef({ kind, namespace, name });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Routes of one service: who asks, what for, one call, one answer. */
export function serviceRoutes(options: ServiceRoutesOptions): ApiRoutes {
  return { api: serviceApi, mount: router => mount(router, options) };
}

function mount(router: Router, options: ServiceRoutesOptions): void {
  const { httpAuth, auditor, access, reports, handles, clock } = options;

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

  router.get('/v1/health', promised(healthHandler(options)));
}

function healthHandler({
  httpAuth,
  fleetAccess,
  health,
}: ServiceRoutesOptions) {
  return async (req: Request, res: Response): Promise<void> => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await fleetAccess.check(fleetReadPermission, credentials);
    res.json(await health.read());
  };
}

import type {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  LeaseTargets,
  ServiceBinding,
} from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';
import type { Request, Router } from 'express';
import { z } from 'zod';

import { parseWith } from '../serve/parseWith';
import { audited } from '../serve/edge';
import { EntityAccess, operating } from '../serve/EntityAccess';
import { ApiRoutes } from '../serve/openapi/ApiPart';
import { promised } from '../serve/promised';
import { entityRefOf } from '../serve/serviceRoutes';
import { abilitiesOf } from './abilitiesOf';
import { CertificateOperations } from './CertificateOperations';
import { LeaseOperations, ReportMemory } from './LeaseOperations';
import { operateApi, operateBodies } from './operateApi';

/** What the routes call. */
export interface OperateRoutesOptions {
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly access: EntityAccess;
  readonly vault: VaultService;
  readonly kubernetes: KubernetesService;
  readonly reports: ReportMemory;
  readonly leases: LeaseOperations;
  readonly certificates: CertificateOperations;
}

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

interface RouteOptions<T> {
  readonly eventId: string;
  readonly severityLevel: 'low' | 'medium' | 'high' | 'critical';
  readonly body: z.ZodType<T>;
  /** What the audit log learns beside the entity: names and counts. */
  readonly meta: (body: T) => Record<string, string>;
  readonly call: (binding: ServiceBinding, body: T) => Promise<object>;
}

const SERVICE = '/v1/services/:kind/:namespace/:name';

/** Adds a route that changes something: who asks, what for, one call, one audit event. */
function post<T>(
  router: Router,
  { path, ...route }: RouteOptions<T> & { readonly path: string },
  { httpAuth, auditor, access }: OperateRoutesOptions,
): void {
  const { eventId, severityLevel } = route;
  router.post(
    `${SERVICE}/${path}`,
    promised(async (request, res) => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user'],
      });
      const body = parseWith(route.body, request.body);
      const entityRef = entityRefOf(request);
      const meta = { entityRef, ...route.meta(body) };
      const event = { auditor, request, eventId, severityLevel, meta };
      const answer = await audited(event, async () =>
        route.call(
          await access.bindingFor(entityRef, credentials, operating),
          body,
        ),
      );
      res.json(answer);
    }),
  );
}

/** Why the caller may do nothing with a service; undefined when they may. */
async function refusalOf(
  access: EntityAccess,
  entityRef: string,
  credentials: UserCredentials,
): Promise<string | undefined> {
  try {
    await access.bindingFor(entityRef, credentials, operating);
    return undefined;
  } catch (error) {
    if (error instanceof NotAllowedError) return error.message;
    throw error;
  }
}

function mountAbilities(router: Router, options: OperateRoutesOptions): void {
  const { httpAuth, auditor, access, reports } = options;
  router.get(
    `${SERVICE}/operations`,
    promised(async (request: Request, res) => {
      const credentials = await httpAuth.credentials(request, {
        allow: ['user'],
      });
      const entityRef = entityRefOf(request);
      const meta = { entityRef };
      const event = { auditor, request, eventId: 'operations-read', meta };
      const answer = await audited(event, async () => {
        const binding = await access.bindingFor(entityRef, credentials);
        const refusal = await refusalOf(access, entityRef, credentials);
        return abilitiesOf(await reports.read(binding), options, refusal);
      });
      res.json(answer);
    }),
  );
}

function mountLeases(router: Router, options: OperateRoutesOptions): void {
  const { leases } = options;
  const targets = {
    body: operateBodies.targets,
    meta: ({ environment, handles }: LeaseTargets) => ({
      environment,
      leases: String(handles.length),
    }),
  };
  const renew = {
    path: 'leases/renew',
    eventId: 'leases-renew',
    severityLevel: 'medium',
    call: leases.renew.bind(leases),
  } as const;
  const revoke = {
    path: 'leases/revoke',
    eventId: 'leases-revoke',
    severityLevel: 'high',
    call: leases.revoke.bind(leases),
  } as const;
  post(router, { ...targets, ...renew }, options);
  post(router, { ...targets, ...revoke }, options);
}

function mountRevokeAll(router: Router, options: OperateRoutesOptions): void {
  const { leases } = options;
  const meta = ({ environment }: { environment: string }) => ({ environment });
  const impact = {
    path: 'leases/impact',
    eventId: 'leases-impact',
    severityLevel: 'low',
    body: operateBodies.impact,
  } as const;
  const call: RouteOptions<{ environment: string }>['call'] = (
    binding,
    { environment },
  ) => leases.impact(binding, environment);
  post(router, { ...impact, meta, call }, options);
  const all = {
    path: 'leases/revoke-all',
    eventId: 'leases-revoke-all',
    severityLevel: 'critical',
    body: operateBodies.all,
    call: leases.revokeAll.bind(leases),
  } as const;
  post(router, { ...all, meta }, options);
}

/** Routes that renew, revoke and have issued anew. */
export function operateRoutes(options: OperateRoutesOptions): ApiRoutes {
  const { certificates } = options;
  return {
    api: operateApi,
    mount: router => {
      mountAbilities(router, options);
      mountLeases(router, options);
      mountRevokeAll(router, options);
      const reissue = {
        path: 'certificates/reissue',
        eventId: 'certificate-reissue',
        severityLevel: 'medium',
        body: operateBodies.reissue,
        call: certificates.reissue.bind(certificates),
      } as const;
      post(router, { ...reissue, meta: body => body }, options);
    },
  };
}

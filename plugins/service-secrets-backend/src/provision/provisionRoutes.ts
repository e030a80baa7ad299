import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';

import { parseWith } from '../serve/parseWith';
import { audited } from '../serve/edge';
import { ApiRoutes } from '../serve/openapi/ApiPart';
import { promised } from '../serve/promised';
import { UserCredentials } from './ProvisionAccess';
import { provisionApi, provisionBodies } from './provisionApi';
import { ProvisionService } from './ProvisionService';

/** What the routes call. */
export interface ProvisionRoutesOptions {
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly provision: ProvisionService;
}

interface RouteOptions<T> {
  readonly eventId: string;
  readonly severityLevel: 'low' | 'medium' | 'high';
  readonly body: z.ZodType<T>;
  /** What the audit log learns of it: names, never values. */
  readonly meta: (body: T) => Record<string, string>;
  readonly call: (body: T, caller: Caller) => Promise<object>;
}

/** Who asks, and whether they still wait for the answer. */
interface Caller {
  readonly credentials: UserCredentials;
  readonly signal: AbortSignal;
}

/** Aborted when the connection ends before the answer is sent. */
function whileConnected(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

interface Named {
  readonly entityRef: string;
  readonly owner: string;
  readonly environment: string;
}

function metaOf({ entityRef, owner, environment }: Named) {
  return { entityRef, owner, environment };
}

/** Adds routes that take a body: who asks, what for, one call, one answer, one audit event. */
class Routes {
  constructor(
    private readonly router: Router,
    private readonly options: ProvisionRoutesOptions,
  ) {}

  async caller(request: Request): Promise<UserCredentials> {
    return this.options.httpAuth.credentials(request, { allow: ['user'] });
  }

  post<T>(name: string, route: RouteOptions<T>): void {
    const { auditor } = this.options;
    const { eventId, severityLevel } = route;
    this.router.post(
      `/v1/provision/${name}`,
      promised(async (request, res) => {
        const signal = whileConnected(res);
        const credentials = await this.caller(request);
        const body = parseWith(route.body, request.body);
        const meta = route.meta(body);
        const event = { auditor, request, eventId, severityLevel, meta };
        res.json(
          await audited(event, () => route.call(body, { credentials, signal })),
        );
      }),
    );
  }
}

function mountReading(routes: Routes, provision: ProvisionService): void {
  routes.post('plan', {
    eventId: 'provision-plan',
    severityLevel: 'low',
    body: provisionBodies.plan,
    meta: ({ request }) => metaOf(request),
    call: ({ request }, { credentials }) =>
      provision.plan({ request, credentials }),
  });
  routes.post('render', {
    eventId: 'provision-render',
    severityLevel: 'low',
    body: provisionBodies.render,
    meta: ({ request, target }) => ({ ...metaOf(request), target }),
    call: ({ request, target }, { credentials }) =>
      provision.render({ request, credentials }, target),
  });
  routes.post('verify', {
    eventId: 'provision-verify',
    severityLevel: 'medium',
    body: provisionBodies.verify,
    meta: ({ request, proof }) => ({
      ...metaOf(request),
      proof: String(proof ?? false),
    }),
    call: ({ request, proof = false }, { credentials }) =>
      provision.verify({ request, credentials }, proof),
  });
}

function mountWriting(routes: Routes, provision: ProvisionService): void {
  routes.post('apply', {
    eventId: 'provision-apply',
    severityLevel: 'high',
    body: provisionBodies.apply,
    meta: ({ request, digest, only, applyManifests }) => ({
      ...metaOf(request),
      // Which plan somebody approved, if anybody did.
      digest: digest ?? 'none',
      only: only?.join(' ') ?? 'all',
      applyManifests: String(applyManifests ?? false),
    }),
    call: ({ request, ...wishes }, { credentials, signal }) =>
      provision.apply({ request, credentials }, { ...wishes, signal }),
  });
  routes.post('undo', {
    eventId: 'provision-undo',
    severityLevel: 'high',
    body: provisionBodies.undo,
    meta: ({ runId }) => ({ runId }),
    call: ({ runId }, { credentials, signal }) =>
      provision.undo(runId, credentials, signal),
  });
  routes.post('retire', {
    eventId: 'provision-retire',
    severityLevel: 'high',
    body: provisionBodies.retire,
    meta: ({ dryRun, confirmed, removeManifests, ...body }) => ({
      ...metaOf(body),
      dryRun: String(dryRun ?? false),
      confirmed: String(confirmed ?? false),
      removeManifests: String(removeManifests ?? false),
    }),
    call: (
      { entityRef, owner, environment, ...wishes },
      { credentials, signal },
    ) =>
      provision.retire(
        { entityRef, owner, environment },
        { ...wishes, signal },
        credentials,
      ),
  });
}

/** Routes of the write path. */
export function provisionRoutes(options: ProvisionRoutesOptions): ApiRoutes {
  const { auditor, provision } = options;
  return {
    api: provisionApi,
    mount: router => {
      const routes = new Routes(router, options);
      router.get(
        '/v1/provision/offers',
        promised(async (request, res) => {
          const credentials = await routes.caller(request);
          const owner = String(request.query.owner);
          const eventId = 'provision-offers';
          const event = { auditor, request, eventId, meta: { owner } };
          res.json(
            await audited(event, () => provision.offers(owner, credentials)),
          );
        }),
      );
      mountReading(routes, provision);
      mountWriting(routes, provision);
    },
  };
}

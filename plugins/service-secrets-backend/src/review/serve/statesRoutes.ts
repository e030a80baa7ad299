import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  healthSchema,
  serviceStatesRequestSchema,
} from 'backstage-plugin-service-secrets-common';
import type { Router } from 'express';
import { z } from 'zod';

import { audited } from '../../serve/edge';
import { ApiRoutes } from '../../serve/openapi/ApiPart';
import { parseWith } from '../../serve/parseWith';
import { promised } from '../../serve/promised';
import { ServiceStates } from './ServiceStates';
import { statesApi } from './statesApi';

/** What the routes of states call. */
export interface StatesRoutesOptions {
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly states: ServiceStates;
}

const STATES = '/v1/services/states';
const wanted = z.array(healthSchema).min(1);

/** Routes for lists of services: who asks, for which services or states, one call, one answer. */
export function statesRoutes(options: StatesRoutesOptions): ApiRoutes {
  return { api: statesApi, mount: router => mount(router, options) };
}

function mount(router: Router, options: StatesRoutesOptions): void {
  const { httpAuth, auditor, states } = options;
  const allow: ['user'] = ['user'];

  router.post(
    STATES,
    promised(async (request, res) => {
      const credentials = await httpAuth.credentials(request, { allow });
      const { entityRefs } = parseWith(
        serviceStatesRequestSchema,
        request.body,
      );
      // A page of a list is asked for again and again: the log says how many, the catalog knows which.
      const meta = { services: String(entityRefs.length) };
      const call = { auditor, request, eventId: 'service-states-read', meta };
      res.json(await audited(call, () => states.of(entityRefs, credentials)));
    }),
  );

  router.get(
    STATES,
    promised(async (request, res) => {
      const credentials = await httpAuth.credentials(request, { allow });
      const health = parseWith(wanted, [request.query.health].flat());
      const meta = { health: health.join(',') };
      const call = {
        auditor,
        request,
        eventId: 'services-in-state-read',
        meta,
      };
      res.json(await audited(call, () => states.inState(health, credentials)));
    }),
  );
}

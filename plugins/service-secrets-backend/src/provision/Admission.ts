import { NotAllowedError } from '@backstage/errors';
import {
  ProvisionRequest,
  provisionRequestSchema,
} from 'backstage-plugin-service-secrets-common';
import {
  DesiredState,
  planService,
  ServiceSpec,
} from 'backstage-plugin-service-secrets-node';

import { parseWith } from '../serve/parseWith';
import { checkRequest, ChosenOffer } from './checkRequest';
import { Place, Places } from './Places';
import { ProvisionAccess, UserCredentials } from './ProvisionAccess';
import { ProvisionConfig } from './ProvisionConfig';
import { toServiceSpec } from './toServiceSpec';

/** A request that may be planned and, where the operator lets it, applied. */
export interface Admitted {
  readonly request: ProvisionRequest;
  readonly spec: ServiceSpec;
  readonly desired: DesiredState;
  readonly chosen: ChosenOffer;
  readonly place: Place;
  /** Entity ref of the caller. */
  readonly caller: string;
}

/** What admitting needs. */
export interface AdmissionOptions {
  readonly access: ProvisionAccess;
  readonly config: ProvisionConfig;
  readonly places: Places;
}

/** Reads a request; lists all that is wrong with it. */
export function parseRequest(value: unknown): ProvisionRequest {
  return parseWith(provisionRequestSchema, value);
}

/**
 * The door of the write path: spelling, then the caller, then the operator's
 * guard rails, all before anything is asked of Vault or Kubernetes.
 */
export class Admission {
  constructor(private readonly options: AdmissionOptions) {}

  async admit(value: unknown, credentials: UserCredentials): Promise<Admitted> {
    const { access, config, places } = this.options;
    const request = parseRequest(value);
    await access.check(request, credentials);
    const check = checkRequest(request, config);
    if (check.kind === 'refused') {
      throw new NotAllowedError(
        `The operator does not offer this: ${check.problems.join('; ')}`,
      );
    }
    const place = places.of(request.environment);
    const { chosen } = check;
    const spec = toServiceSpec(request, chosen, place.instance.mounts);
    const profile = spec.database && config.profiles.get(spec.database.profile);
    return {
      ...{ request, spec, chosen, place },
      desired: planService(spec, profile),
      caller: credentials.principal.userEntityRef,
    };
  }
}

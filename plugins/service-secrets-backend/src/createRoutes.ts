import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ServiceReport } from 'backstage-plugin-service-secrets-common';
import type {
  KubernetesService,
  VaultService,
} from 'backstage-plugin-service-secrets-node';
import type { Knex } from 'knex';

import { readServiceSecretsConfig } from './config';
import { createServices } from './createServices';
import { createOperate } from './operate/createOperate';
import { createProvision } from './provision/createProvision';
import { KnexLedger } from './provision/ledger/KnexLedger';
import { provisionRoutes } from './provision/provisionRoutes';
import { readProvisionConfig } from './provision/readProvisionConfig';
import { EntityAccess } from './serve/EntityAccess';
import { FleetAccess } from './serve/FleetAccess';
import { HealthService } from './serve/HealthService';
import { LeaseHandles } from './serve/LeaseHandles';
import { ApiRoutes } from './serve/openapi/ApiPart';
import { serviceRoutes } from './serve/serviceRoutes';
import { toServiceReport } from './serve/toApi';

/** What the plugin is given. */
export interface PluginDependencies {
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly httpAuth: HttpAuthService;
  readonly kubernetes: KubernetesService;
  readonly permissions: PermissionsService;
  readonly rootConfig: RootConfigService;
  readonly userInfo: UserInfoService;
  readonly vault: VaultService;
  /** The plugin's database, migrated; opened when first asked for. */
  readonly openDatabase: () => Promise<Knex>;
}

/** Reads the configuration, joins every part with what it needs, and answers their routes. */
export function createRoutes(deps: PluginDependencies): {
  routes: ApiRoutes[];
  health: HealthService;
  /** The report of a service its caller may read. */
  report: (
    entityRef: string,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ) => Promise<ServiceReport>;
} {
  const config = readServiceSecretsConfig(deps.rootConfig);
  const rails = readProvisionConfig(deps.rootConfig, {
    environments: config.environments.map(({ name }) => name),
  });
  const clock = () => new Date();
  const services = createServices({ ...deps, config, clock });
  const { reports, health } = services;
  const ledger = new KnexLedger(deps.openDatabase);
  const provision = createProvision({
    ...deps,
    ...{ config, rails, ledger, reports, clock },
  });
  const access = new EntityAccess({ ...deps, access: config.access });
  const fleetAccess = new FleetAccess({ ...deps, access: config.access });
  const handles = new LeaseHandles(config.handleKey);
  const parts = { ...deps, ...services, clock, access, handles };
  return {
    routes: [
      serviceRoutes({ ...parts, fleetAccess }),
      createOperate(parts),
      provisionRoutes({ ...deps, provision }),
    ],
    health,
    report: async (entityRef, credentials) => {
      const binding = await access.bindingFor(entityRef, credentials);
      return toServiceReport(await reports.read(binding), clock());
    },
  };
}

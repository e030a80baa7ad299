import type { DeliveryResource } from 'backstage-plugin-service-secrets-node';
import {
  anExternalSecret,
  aPod,
  aProviderClass,
  aVaultAuth,
  aVaultDynamicSecret,
  aVaultGenerator,
} from 'backstage-plugin-service-secrets-node/testUtils';

import { World } from './World';

const REPORT = 'database/static-creds/grade-report';
const untouched = { touched: true, conditions: [] } as const;

/** What delivers both roles of `grade-api` in each way. */
const resources: Readonly<
  Record<'vso' | 'eso' | 'csi', readonly DeliveryResource[]>
> = {
  vso: [
    aVaultDynamicSecret(),
    aVaultDynamicSecret({
      name: 'grade-api-report',
      paths: [REPORT],
      secrets: ['grade-api-report'],
      status: untouched,
    }),
    aVaultAuth(),
  ],
  eso: [
    anExternalSecret(),
    anExternalSecret({
      name: 'grade-api-report',
      needs: [
        { kind: 'VaultDynamicSecret generator', name: 'grade-api-report' },
      ],
      secrets: ['grade-api-report'],
    }),
    aVaultGenerator(),
    aVaultGenerator({ name: 'grade-api-report', paths: [REPORT] }),
  ],
  csi: [aProviderClass({ paths: ['database/creds/grade-api-role', REPORT] })],
};

/** Lets an operator or driver deliver in place of the injector, everything in order. */
export function deliverBy(world: World, way: 'vso' | 'eso' | 'csi'): void {
  world.namespace.deliveries = [...resources[way]];
  world.namespace.pods = [aPod({ injected: false })];
  world.changeWorkload({
    injectorAnnotations: {},
    ...(way === 'csi'
      ? { providerClasses: ['grade-api-vault'] }
      : {
          mountedSecrets: ['grade-api-tls', 'grade-api-db'],
          environmentSecrets: ['grade-api-report'],
        }),
  });
}

/** Changes one of the objects that deliver. */
export function changeDelivery(
  world: World,
  kind: DeliveryResource['kind'],
  change: Partial<DeliveryResource>,
): void {
  const all = world.namespace.deliveries ?? [];
  const index = all.findIndex(each => each.kind === kind);
  world.namespace.deliveries = all.map((each, at) =>
    at === index ? { ...each, ...change } : each,
  );
}

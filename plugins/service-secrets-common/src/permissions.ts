import { createPermission } from '@backstage/plugin-permission-common';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';

/** Read one service's report; a permission on the catalog entity, so the catalog's own rules can decide it. */
export const serviceReportReadPermission = createPermission({
  name: 'service-secrets.report.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Renew and revoke one service's leases, re-issue its certificates. */
export const serviceCredentialOperatePermission = createPermission({
  name: 'service-secrets.credential.operate',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Plan, apply and retire a service's credentials. */
export const serviceCredentialProvisionPermission = createPermission({
  name: 'service-secrets.credential.provision',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
});

/** Read the fleet page and the state of the upstreams. */
export const fleetReadPermission = createPermission({
  name: 'service-secrets.fleet.read',
  attributes: { action: 'read' },
});

/** Sign services off, accept findings until a day, mute notices, start a collection. */
export const fleetReviewPermission = createPermission({
  name: 'service-secrets.fleet.review',
  attributes: { action: 'update' },
});

/** All permissions of the plugin. */
export const serviceSecretsPermissions = [
  serviceReportReadPermission,
  serviceCredentialOperatePermission,
  serviceCredentialProvisionPermission,
  fleetReadPermission,
  fleetReviewPermission,
];

import { InputError } from '@backstage/errors';
import { ProvisionRequest } from 'backstage-plugin-service-secrets-common';
import {
  InstanceMounts,
  ServiceSpec,
  serviceSpecSchema,
} from 'backstage-plugin-service-secrets-node';

import { ChosenOffer } from './checkRequest';

function databaseSpec(
  { database }: ProvisionRequest,
  { database: offer }: ChosenOffer,
  mounts: InstanceMounts,
) {
  if (!database || !offer) return undefined;
  const { offer: _offer, ...wishes } = database;
  const { connection, engine, host, port, sslMode } = offer;
  return {
    ...wishes,
    mount: offer.mount ?? mounts.database,
    ...{ connection, engine, host, port, sslMode },
    database: offer.database,
  };
}

function staticRoleSpec(
  { staticRole }: ProvisionRequest,
  { staticDatabase: offer }: ChosenOffer,
  mounts: InstanceMounts,
) {
  if (!staticRole || !offer) return undefined;
  const { offer: _offer, ...wishes } = staticRole;
  const { connection, engine } = offer;
  return {
    ...wishes,
    mount: offer.mount ?? mounts.database,
    connection,
    engine,
  };
}

function certificateSpec(
  { certificate }: ProvisionRequest,
  { certificate: offer }: ChosenOffer,
  mounts: InstanceMounts,
) {
  if (!certificate || !offer) return undefined;
  const { offer: _offer, ...wishes } = certificate;
  return { ...wishes, pkiMount: offer.mount ?? mounts.pki };
}

/** Fills in what the operator's offer fixes: mounts, connections, addresses. A user names none of them. */
export function toServiceSpec(
  request: ProvisionRequest,
  chosen: ChosenOffer,
  mounts: InstanceMounts,
): ServiceSpec {
  const { entityRef, environment, namespace, name } = request;
  const { image, replicas, delivery } = request;
  const { offer } = chosen;
  const parsed = serviceSpecSchema.safeParse({
    ...{ entityRef, environment, namespace, name, image, delivery },
    serviceAccount: name,
    authMount: offer.authMount ?? mounts.kubernetesAuth,
    audience: offer.audience,
    vaultServer: offer.vaultServer,
    vaultCaBundle: offer.vaultCaBundle,
    replicas: replicas ?? 1,
    database: databaseSpec(request, chosen, mounts),
    staticRole: staticRoleSpec(request, chosen, mounts),
    certificate: certificateSpec(request, chosen, mounts),
    kv: request.kv ? offer.kv : undefined,
  });
  if (parsed.success) return parsed.data;
  throw new InputError(
    `The request cannot be provisioned: ${parsed.error.issues
      .map(({ path, message }) => `${path.join('.')} ${message}`)
      .join('; ')}`,
  );
}

import { Manifest } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { meta } from './Delivery';

/** Name of the Secret with the certificates that vouch for Vault. */
export function vaultAuthorityName(spec: ServiceSpec): string {
  return `${spec.name}-vault-ca`;
}

/**
 * What the Vault Secrets Operator reads Vault's certificate authority from.
 * It is public, but the operator takes it from a Secret only, and nothing of
 * ours may write Secrets to a cluster: so it is in the files of a plan and not
 * among the objects that are applied from here.
 */
export function vaultAuthority(spec: ServiceSpec): Manifest[] {
  if (spec.delivery !== 'vso' || !spec.vaultCaBundle) return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: meta(spec, vaultAuthorityName(spec)),
      type: 'Opaque',
      data: { 'ca.crt': spec.vaultCaBundle },
    },
  ];
}

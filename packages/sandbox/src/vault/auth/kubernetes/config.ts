import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import {
  booleanField,
  commaListField,
  FieldData,
  textField,
} from '../../engines/fields';
import { badRequest } from '../../problems';

const localFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** How to reach the cluster that vouches for service account tokens. */
export interface KubernetesConfig {
  readonly host: string;
  readonly caCert: string;
  readonly reviewerJwt: string;
  readonly pemKeys: readonly string[];
  readonly issuer: string;
  readonly disableIssValidation: boolean;
  readonly disableLocalCaJwt: boolean;
}

async function localFile(name: string): Promise<string | undefined> {
  return readFile(`${localFolder}/${name}`, 'utf8').catch(() => undefined);
}

function checkKeys(pems: readonly string[]): void {
  for (const pem of pems) {
    try {
      createPublicKey(pem);
    } catch {
      throw badRequest('data does not contain any valid public keys');
    }
  }
}

async function checkCa(config: KubernetesConfig): Promise<void> {
  if (config.caCert !== '') return;
  if (config.disableLocalCaJwt) {
    throw badRequest(
      'kubernetes_ca_cert must be given when disable_local_ca_jwt is true',
    );
  }
  if ((await localFile('ca.crt')) === undefined) {
    throw badRequest(`open ${localFolder}/ca.crt: no such file or directory`);
  }
}

/** A full replacement: what the request leaves out goes back to its default. */
export async function readKubernetesConfig(
  data: FieldData,
): Promise<KubernetesConfig> {
  const config: KubernetesConfig = {
    host: textField(data, 'kubernetes_host') ?? '',
    caCert: textField(data, 'kubernetes_ca_cert') ?? '',
    reviewerJwt: textField(data, 'token_reviewer_jwt') ?? '',
    pemKeys: commaListField(data, 'pem_keys') ?? [],
    issuer: textField(data, 'issuer') ?? '',
    disableIssValidation: booleanField(data, 'disable_iss_validation') ?? true,
    disableLocalCaJwt: booleanField(data, 'disable_local_ca_jwt') ?? false,
  };
  if (config.host === '') throw badRequest('no host provided');
  checkKeys(config.pemKeys);
  await checkCa(config);
  return config;
}

/** The configuration as it may be read back: without the reviewer's token. */
export function describeConfig(
  config: KubernetesConfig,
): Record<string, unknown> {
  return {
    kubernetes_host: config.host,
    kubernetes_ca_cert: config.caCert,
    pem_keys: config.pemKeys,
    issuer: config.issuer,
    disable_iss_validation: config.disableIssValidation,
    disable_local_ca_jwt: config.disableLocalCaJwt,
    token_reviewer_jwt_set: config.reviewerJwt !== '',
    use_annotations_as_alias_metadata: false,
  };
}

/** CA and reviewer as they are at login: a pod's own files stand in for what is not set. */
export async function effectiveAccess(
  config: KubernetesConfig,
  loginJwt: string,
): Promise<{
  host: string;
  ca: string;
  reviewer: string;
  ownReviewer: boolean;
}> {
  const local = !config.disableLocalCaJwt;
  const ca = config.caCert || (local && (await localFile('ca.crt'))) || '';
  const own = config.reviewerJwt || (local && (await localFile('token'))) || '';
  return {
    host: config.host.replace(/\/+$/, ''),
    ca,
    reviewer: own.trim() || loginJwt,
    ownReviewer: own !== '',
  };
}

import type { JsonObject } from '../../api/json';
import { certManagerDefinitions } from './certManager';
import { externalSecretsDefinitions } from './externalSecrets';
import { secretsStoreDefinitions } from './secretsStore';
import { vaultSecretsOperatorDefinitions } from './vaultSecretsOperator';

/** The CustomResourceDefinitions a sandbox starts with. */
export const shippedDefinitions: readonly JsonObject[] = [
  ...certManagerDefinitions,
  ...vaultSecretsOperatorDefinitions,
  ...externalSecretsDefinitions,
  ...secretsStoreDefinitions,
];

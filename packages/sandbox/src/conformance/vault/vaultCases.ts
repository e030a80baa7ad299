import { ConformanceCase } from '../ConformanceCase';
import { aclCases } from './aclCases';
import { approleCases } from './approleCases';
import { databaseConfigCases } from './databaseConfigCases';
import { databaseRoleCases } from './databaseRoleCases';
import { kubernetesAuthCases } from './kubernetesAuthCases';
import { kubernetesLoginCases } from './kubernetesLoginCases';
import { kvCases } from './kvCases';
import { leaseCases } from './leaseCases';
import { mountCases } from './mountCases';
import { pkiAuthorityCases } from './pkiAuthorityCases';
import { pkiIssueCases } from './pkiIssueCases';
import { pkiRoleCases } from './pkiRoleCases';
import { policyCases } from './policyCases';
import { policyTextCases } from './policyTextCases';
import { requestCases } from './requestCases';
import { requestShapeCases } from './requestShapeCases';
import { staticRoleCases } from './staticRoleCases';
import { systemCases } from './systemCases';
import { tokenCases } from './tokenCases';
import { tokenRoleCases } from './tokenRoleCases';
import { wrappingCases } from './wrappingCases';

/** Every case of Vault's API, in the order of the report. */
export const vaultCases: readonly ConformanceCase[] = [
  ...requestCases,
  ...requestShapeCases,
  ...policyCases,
  ...aclCases,
  ...policyTextCases,
  ...tokenCases,
  ...tokenRoleCases,
  ...leaseCases,
  ...wrappingCases,
  ...mountCases,
  ...systemCases,
  ...kvCases,
  ...kubernetesAuthCases,
  ...kubernetesLoginCases,
  ...approleCases,
  ...databaseConfigCases,
  ...databaseRoleCases,
  ...staticRoleCases,
  ...pkiAuthorityCases,
  ...pkiRoleCases,
  ...pkiIssueCases,
];

import { FindingCode } from 'backstage-plugin-service-secrets-common';

import { Check } from '../Check';
import { adminGrants } from './adminGrants';
import { agentFailing } from './agentFailing';
import { anyRoleAllowed } from './anyRoleAllowed';
import { audienceMismatch } from './audienceMismatch';
import { authRoleGrantsNothing } from './authRoleGrantsNothing';
import { authRoleMissing } from './authRoleMissing';
import { authRoleTooWide } from './authRoleTooWide';
import { certificateDurationCapped } from './certificateDurationCapped';
import { certificateExpired } from './certificateExpired';
import { certificateIssuanceFailing } from './certificateIssuanceFailing';
import { certificateNameNotAllowed } from './certificateNameNotAllowed';
import { certificateNotReady } from './certificateNotReady';
import { certificateRenewalOverdue } from './certificateRenewalOverdue';
import { certificateUnused } from './certificateUnused';
import { connectionMissing } from './connectionMissing';
import { connectionUnencrypted } from './connectionUnencrypted';
import { creationStatementsIncomplete } from './creationStatementsIncomplete';
import { databaseRoleMissing } from './databaseRoleMissing';
import { defaultTtlExceedsMax } from './defaultTtlExceedsMax';
import { deliveredTwice } from './deliveredTwice';
import { deliveryLeaseStale } from './deliveryLeaseStale';
import { deliveryNotSynced } from './deliveryNotSynced';
import { deliveryReferenceMissing } from './deliveryReferenceMissing';
import { deliveryRefreshTooSlow } from './deliveryRefreshTooSlow';
import { duplicateLeases } from './duplicateLeases';
import { injectionDenied } from './injectionDenied';
import { injectorSkippedPod } from './injectorSkippedPod';
import { issuerMissing } from './issuerMissing';
import { issuerNotReady } from './issuerNotReady';
import { issuerPathInvalid } from './issuerPathInvalid';
import { issuingCaExpiring } from './issuingCaExpiring';
import { leaseEndsWithToken } from './leaseEndsWithToken';
import { leaseExpiredButListed } from './leaseExpiredButListed';
import { leaseIrrevocable } from './leaseIrrevocable';
import { leasesMissing } from './leasesMissing';
import { leasesOrphaned } from './leasesOrphaned';
import { leasesOverBudget } from './leasesOverBudget';
import { namespaceNotBound } from './namespaceNotBound';
import { pathNotClaimed } from './pathNotClaimed';
import { policyLacksPath } from './policyLacksPath';
import { policyMissing } from './policyMissing';
import { policyTooBroad } from './policyTooBroad';
import { revocationKeepsUser } from './revocationKeepsUser';
import { roleNotAllowed } from './roleNotAllowed';
import { serviceAccountMissing } from './serviceAccountMissing';
import { serviceAccountNotBound } from './serviceAccountNotBound';
import { sourceUnreadable } from './sourceUnreadable';
import { templatePathMismatch } from './templatePathMismatch';
import { workloadMissing } from './workloadMissing';

/** Every check, in the order a person would look: from the pod to the credential, causes before symptoms. */
export const checks: readonly {
  readonly code: FindingCode;
  readonly check: Check;
}[] = [
  // First, because what could not be read limits every verdict below.
  { code: 'sourceUnreadable', check: sourceUnreadable },
  // Nothing consumes a credential without pods.
  { code: 'workloadMissing', check: workloadMissing },
  // Without the webhook there are no pods to look at.
  { code: 'injectionDenied', check: injectionDenied },
  // A pod without an agent never logs in.
  { code: 'injectorSkippedPod', check: injectorSkippedPod },
  // Nor does an operator that cannot find how to.
  { code: 'deliveryReferenceMissing', check: deliveryReferenceMissing },
  // The identity of the pods comes before what it may do.
  { code: 'serviceAccountMissing', check: serviceAccountMissing },
  // A login needs a role; the next four read it.
  { code: 'authRoleMissing', check: authRoleMissing },
  // The most frequent reason of a refused login.
  { code: 'serviceAccountNotBound', check: serviceAccountNotBound },
  // The second most frequent one.
  { code: 'namespaceNotBound', check: namespaceNotBound },
  // Looked at by Vault before the bound names.
  { code: 'audienceMismatch', check: audienceMismatch },
  // A login that succeeds and can read nothing.
  { code: 'authRoleGrantsNothing', check: authRoleGrantsNothing },
  // Works, but for others too.
  { code: 'authRoleTooWide', check: authRoleTooWide },
  // Vault accepts names of policies it does not have.
  { code: 'policyMissing', check: policyMissing },
  // After the two causes it would only repeat.
  { code: 'policyLacksPath', check: policyLacksPath },
  // Works, and for too much.
  { code: 'policyTooBroad', check: policyTooBroad },
  // The path is granted, but leads nowhere.
  { code: 'databaseRoleMissing', check: databaseRoleMissing },
  // The role exists, but stands on nothing.
  { code: 'connectionMissing', check: connectionMissing },
  // The connection has the last word on its roles.
  { code: 'roleNotAllowed', check: roleNotAllowed },
  // Works, and for every role.
  { code: 'anyRoleAllowed', check: anyRoleAllowed },
  // Vault runs them and gets no login.
  { code: 'creationStatementsIncomplete', check: creationStatementsIncomplete },
  // Works, and makes administrators.
  { code: 'adminGrants', check: adminGrants },
  // What is created must go away again.
  { code: 'revocationKeepsUser', check: revocationKeepsUser },
  // Vault caps it without a word.
  { code: 'defaultTtlExceedsMax', check: defaultTtlExceedsMax },
  // Credentials travel over it.
  { code: 'connectionUnencrypted', check: connectionUnencrypted },
  // The pods ask for something else than the service claims.
  { code: 'pathNotClaimed', check: pathNotClaimed },
  // The template wins, whatever the annotation says.
  { code: 'templatePathMismatch', check: templatePathMismatch },
  // A symptom: after every cause we know.
  { code: 'agentFailing', check: agentFailing },
  // The same symptom, where an operator stands in for the agent.
  { code: 'deliveryNotSynced', check: deliveryNotSynced },
  // The pods still hold what was delivered, and it is dead.
  { code: 'deliveryLeaseStale', check: deliveryLeaseStale },
  // It will be, at each interval.
  { code: 'deliveryRefreshTooSlow', check: deliveryRefreshTooSlow },
  // Explains why there are twice as many leases.
  { code: 'duplicateLeases', check: duplicateLeases },
  // So does this, in another way.
  { code: 'deliveredTwice', check: deliveredTwice },
  // A database user outlives its lease.
  { code: 'leaseIrrevocable', check: leaseIrrevocable },
  // Revocation is late, and may come still.
  { code: 'leaseExpiredButListed', check: leaseExpiredButListed },
  // A symptom: pods without live credentials.
  { code: 'leasesMissing', check: leasesMissing },
  // A symptom: something asks again and again.
  { code: 'leasesOverBudget', check: leasesOverBudget },
  // Credentials nobody uses are a risk with no use.
  { code: 'leasesOrphaned', check: leasesOrphaned },
  // Explains why credentials end early.
  { code: 'leaseEndsWithToken', check: leaseEndsWithToken },
  // Clients refuse it now.
  { code: 'certificateExpired', check: certificateExpired },
  // There is none to serve.
  { code: 'certificateNotReady', check: certificateNotReady },
  // It will expire, although it still reports Ready.
  { code: 'certificateRenewalOverdue', check: certificateRenewalOverdue },
  // The reason of both, tried again by itself.
  { code: 'certificateIssuanceFailing', check: certificateIssuanceFailing },
  // Nothing breaks when it ends.
  { code: 'certificateUnused', check: certificateUnused },
  // Causes, from the certificate towards the CA.
  { code: 'issuerMissing', check: issuerMissing },
  // The issuer exists and cannot sign.
  { code: 'issuerNotReady', check: issuerNotReady },
  // It can log in and asks at the wrong place.
  { code: 'issuerPathInvalid', check: issuerPathInvalid },
  // The place is right and refuses the name.
  { code: 'certificateNameNotAllowed', check: certificateNameNotAllowed },
  // Signed, for less time than asked.
  { code: 'certificateDurationCapped', check: certificateDurationCapped },
  // Signed, by a CA that ends soon.
  { code: 'issuingCaExpiring', check: issuingCaExpiring },
];

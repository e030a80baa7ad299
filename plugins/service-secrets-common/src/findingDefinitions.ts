import { certificateFindings } from './certificateFindings';
import { FindingCode } from './findingCodes';
import { FindingDefinition } from './FindingDefinition';

export type { FindingDefinition } from './FindingDefinition';

/** Severity, sentence and remedy of every code. */
export const findingDefinitions: Readonly<
  Record<FindingCode, FindingDefinition>
> = {
  sourceUnreadable: {
    severity: 'unknown',
    sentence: 'A part of the picture could not be read',
    remedy:
      'Grant the reader the missing rule, or bring the upstream back; then refresh.',
  },
  workloadMissing: {
    severity: 'risk',
    sentence: 'No workload of this service was found',
    remedy:
      'Correct the workloads or namespace annotation, or deploy the service.',
  },
  injectionDenied: {
    severity: 'broken',
    sentence: 'The injector refuses to create the pods',
    remedy:
      'Correct the annotation the event names, then roll the workload out again.',
  },
  injectorSkippedPod: {
    severity: 'broken',
    sentence: 'A pod runs without the Vault agent it asks for',
    remedy: 'Check the injector and its selectors, then recreate the pod.',
  },
  deliveryReferenceMissing: {
    severity: 'broken',
    sentence:
      'What should deliver a credential refers to an object that does not exist',
    remedy: 'Create the object, or correct the reference.',
  },
  serviceAccountMissing: {
    severity: 'broken',
    sentence: "The pod's service account does not exist",
    remedy: 'Create the service account, or run the pods as one that exists.',
  },
  authRoleMissing: {
    severity: 'broken',
    sentence: 'The auth role does not exist',
    remedy:
      'Create the Kubernetes auth role, or correct the role the pods log in with.',
  },
  serviceAccountNotBound: {
    severity: 'broken',
    sentence: "The auth role does not bind the pod's service account",
    remedy:
      'Add the service account to the auth role, or run the pods as a bound one.',
  },
  namespaceNotBound: {
    severity: 'broken',
    sentence: "The auth role does not bind the pod's namespace",
    remedy: 'Add the namespace to the auth role.',
  },
  audienceMismatch: {
    severity: 'broken',
    sentence:
      "The pod's token does not carry the audience the auth role asks for",
    remedy:
      'Project a token with that audience into the pod, or change the audience of the auth role.',
  },
  authRoleGrantsNothing: {
    severity: 'broken',
    sentence: 'The auth role attaches no policy',
    remedy: 'Set token_policies; Vault ignores misspelt parameters.',
  },
  authRoleTooWide: {
    severity: 'risk',
    sentence:
      'The auth role lets pods of other namespaces or service accounts log in',
    remedy: 'Bind exact service accounts and namespaces.',
  },
  policyMissing: {
    severity: 'broken',
    sentence: 'An attached policy does not exist',
    remedy:
      'Write the policy; Vault accepts names of policies it does not have.',
  },
  policyLacksPath: {
    severity: 'broken',
    sentence: 'No policy of the auth role grants the path the pods read',
    remedy: 'Grant that path in the policy.',
  },
  policyTooBroad: {
    severity: 'risk',
    sentence: 'A policy of the service grants far more than it uses',
    remedy: 'Replace the wildcard by the exact paths.',
  },
  databaseRoleMissing: {
    severity: 'broken',
    sentence: 'The database role does not exist',
    remedy: 'Create the database role, or correct the path the pods read.',
  },
  connectionMissing: {
    severity: 'broken',
    sentence: 'The database role points to a connection that does not exist',
    remedy: 'Configure the connection, or correct db_name of the role.',
  },
  roleNotAllowed: {
    severity: 'broken',
    sentence: 'The connection does not allow the database role',
    remedy: 'Add the role to allowed_roles of the connection.',
  },
  anyRoleAllowed: {
    severity: 'risk',
    sentence: 'The connection allows every database role',
    remedy: 'List the roles in allowed_roles.',
  },
  creationStatementsIncomplete: {
    severity: 'broken',
    sentence: 'The creation statements cannot create a login',
    remedy: 'Use {{name}} and {{password}} in creation_statements.',
  },
  adminGrants: {
    severity: 'risk',
    sentence: 'The database role grants administration rights',
    remedy: 'Grant what the service needs, through a group role.',
  },
  revocationKeepsUser: {
    severity: 'risk',
    sentence: 'Revocation leaves the database user behind',
    remedy:
      'Let revocation_statements drop the user, or leave them empty for the default.',
  },
  defaultTtlExceedsMax: {
    severity: 'hygiene',
    sentence: 'The default TTL is longer than the max TTL',
    remedy: 'Lower default_ttl; Vault caps it silently.',
  },
  connectionUnencrypted: {
    severity: 'risk',
    sentence: 'The connection to the database is not encrypted and verified',
    remedy: 'Use sslmode=verify-full with the CA of the database.',
  },
  pathNotClaimed: {
    severity: 'broken',
    sentence: 'The pods read a credential path the service does not have',
    remedy:
      'Correct the path the pods or their operator ask for, or claim the role in the catalog.',
  },
  templatePathMismatch: {
    severity: 'broken',
    sentence: 'The template reads another path than the annotation names',
    remedy: 'Use one path in both.',
  },
  agentFailing: {
    severity: 'broken',
    sentence: 'The Vault agent of a pod cannot get its secrets',
    remedy:
      'Follow the first broken link of the wiring; the agent retries by itself.',
  },
  deliveryNotSynced: {
    severity: 'broken',
    sentence: 'An operator could not deliver what it should',
    remedy:
      'Follow the first broken link of the wiring; operators retry by themselves. Without one, read the log of the operator.',
  },
  deliveryLeaseStale: {
    severity: 'broken',
    sentence: 'The delivered credential belongs to a lease that has ended',
    remedy:
      'Check that the operator runs and reaches Vault; an annotation on its object makes it sync anew.',
  },
  deliveryRefreshTooSlow: {
    severity: 'broken',
    sentence: 'A credential ends before it is fetched anew',
    remedy:
      'Set refreshInterval to half the life of the credential or less; nothing renews it in between.',
  },
  duplicateLeases: {
    severity: 'hygiene',
    sentence: 'Each pod takes two leases',
    remedy:
      'Set agent-cache-enable to "true" so that the sidecar takes over the lease of the init container.',
  },
  deliveredTwice: {
    severity: 'hygiene',
    sentence: 'One credential is delivered in two ways',
    remedy: 'Keep the way the application reads, and remove the other.',
  },
  leaseIrrevocable: {
    severity: 'broken',
    sentence: 'Vault could not revoke a lease: its database user still exists',
    remedy:
      'Remove what keeps the database from dropping the user, then revoke again; force only as the last resort.',
  },
  leaseExpiredButListed: {
    severity: 'risk',
    sentence: 'A lease has expired and is still listed',
    remedy:
      'Check that Vault reaches the database; it retries revocation by itself.',
  },
  leasesMissing: {
    severity: 'broken',
    sentence: 'Pods run, but no lease is live',
    remedy:
      'Look at what delivers to the pods, their agent or an operator: their credentials have expired.',
  },
  leasesOverBudget: {
    severity: 'risk',
    sentence: 'There are far more leases than pods',
    remedy:
      'Look for restarting pods, and set agent-revoke-on-shutdown to "true".',
  },
  leasesOrphaned: {
    severity: 'hygiene',
    sentence: 'Leases outlive the pods they were issued to',
    remedy: 'Revoke them, and set agent-revoke-on-shutdown to "true".',
  },
  leaseEndsWithToken: {
    severity: 'risk',
    sentence: 'Credentials end with the login token, before their own max TTL',
    remedy: 'Give the auth role a token_period, or raise token_max_ttl.',
  },
  ...certificateFindings,
};

/**
 * Every problem a check can report, declared once. A code, the file of its
 * check and the function in it share one name. The docs table is generated
 * from this list.
 */
export const findingCodes = [
  'sourceUnreadable',
  'workloadMissing',
  'injectionDenied',
  'injectorSkippedPod',
  'serviceAccountMissing',
  'authRoleMissing',
  'serviceAccountNotBound',
  'namespaceNotBound',
  'audienceMismatch',
  'authRoleGrantsNothing',
  'authRoleTooWide',
  'policyMissing',
  'policyLacksPath',
  'policyTooBroad',
  'databaseRoleMissing',
  'connectionMissing',
  'roleNotAllowed',
  'anyRoleAllowed',
  'creationStatementsIncomplete',
  'adminGrants',
  'revocationKeepsUser',
  'defaultTtlExceedsMax',
  'connectionUnencrypted',
  'pathNotClaimed',
  'templatePathMismatch',
  'agentFailing',
  'duplicateLeases',
  'leaseIrrevocable',
  'leaseExpiredButListed',
  'leasesMissing',
  'leasesOverBudget',
  'leasesOrphaned',
  'leaseEndsWithToken',
  'certificateExpired',
  'certificateNotReady',
  'certificateRenewalOverdue',
  'certificateIssuanceFailing',
  'certificateUnused',
  'issuerMissing',
  'issuerNotReady',
  'issuerPathInvalid',
  'certificateNameNotAllowed',
  'certificateDurationCapped',
  'issuingCaExpiring',
] as const;

/** The name of a problem a check can report. */
export type FindingCode = (typeof findingCodes)[number];

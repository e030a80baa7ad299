import type {
  CertificateResource,
  PkiIssuer,
} from 'backstage-plugin-service-secrets-node';

import { Read } from '../collect/SourceResult';
import { CertificateAnswer } from '../collect/sources/certificates';
import { PkiAnswer, SigningPathAnswer } from '../collect/sources/pki';
import { refusedNames } from './certificateNames';
import {
  CertificateTimes,
  certificateState,
  nextAttempt,
} from './certificateState';
import { CertificateView, PkiView, WorkloadView } from './ServiceView';

/** What joining certificates looks at. */
export interface CertificateInput {
  readonly certificates: readonly CertificateAnswer[];
  readonly pki: Read<PkiAnswer>;
  readonly workloads: Read<readonly WorkloadView[]>;
  readonly times: CertificateTimes;
}

function namesOf({ commonName, dnsNames }: CertificateResource): string[] {
  return commonName === undefined ? [...dnsNames] : [commonName, ...dnsNames];
}

function maxTtl({ role, limits }: SigningPathAnswer): number {
  const mount = limits && limits !== 'unreadable' ? limits.maxTtlSeconds : 0;
  const set = [role?.maxTtlSeconds ?? 0, mount].filter(seconds => seconds > 0);
  return set.length > 0 ? Math.min(...set) : 0;
}

function pkiOf(
  { resource, issuer }: CertificateAnswer,
  pki: Read<PkiAnswer>,
): Read<PkiView | undefined> {
  if (issuer === 'unreadable') return 'unreadable';
  if (!issuer?.vault || !resource) return undefined;
  if (pki === 'unreadable') return 'unreadable';
  const { path } = issuer.vault;
  const answer = pki.find(other => other.path === path);
  if (!answer) return 'unreadable';
  return {
    path,
    at: answer.at,
    role: answer.role,
    ca: answer.ca,
    maxTtlSeconds: maxTtl(answer),
    refusedNames: answer.role && refusedNames(namesOf(resource), answer.role),
  };
}

function cliff(
  resource: CertificateResource | undefined,
  pki: Read<PkiView | undefined>,
): Date | undefined {
  if (!resource || !pki || pki === 'unreadable') return undefined;
  const ca: Read<PkiIssuer | undefined> = pki.ca;
  if (!ca || ca === 'unreadable') return undefined;
  const life =
    pki.maxTtlSeconds > 0
      ? Math.min(resource.durationSeconds, pki.maxTtlSeconds)
      : resource.durationSeconds;
  return new Date(ca.notAfter.getTime() - life * 1000);
}

/** Joins Certificates with their issuers, the Vault roles behind those, and the workloads that mount them. */
export function resolveCertificates(
  input: CertificateInput,
): CertificateView[] {
  const { workloads } = input;
  return input.certificates.map(answer => {
    const { name, resource, issuer } = answer;
    const pki = pkiOf(answer, input.pki);
    return {
      name,
      resource,
      issuer,
      pki,
      usedBy:
        workloads === 'unreadable'
          ? workloads
          : workloads
              .filter(
                ({ workload }) =>
                  resource !== undefined &&
                  workload.mountedSecrets.includes(resource.secretName),
              )
              .map(user => user.name),
      state: certificateState(resource, input.times),
      issuanceCliffAt: cliff(resource, pki),
      nextAttemptAt: resource && nextAttempt(resource),
    };
  });
}

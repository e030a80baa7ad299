import {
  CertificateState,
  ttlWords,
} from 'backstage-plugin-service-secrets-common';

import { CertificateView, PkiView, ServiceView } from './ServiceView';
import { Chain, namesOf, Station } from './Station';
import { workloadStation } from './workloadStation';

/** What is said of a certificate beside its name; of a valid one, when it renews. */
const stateFacts: Readonly<Record<CertificateState, readonly string[]>> = {
  valid: [],
  expiring: [],
  renewing: ['renewing'],
  'renewal-overdue': ['renewal overdue'],
  failing: ['renewal failing'],
  expired: ['expired'],
  'not-issued': ['not issued'],
  unknown: [],
};

function momentOf({ state, resource }: CertificateView): Station['moment'] {
  const { renewalTime, notAfter } = resource ?? {};
  if (state === 'valid' && renewalTime) {
    return { text: 'renews', at: renewalTime.toISOString() };
  }
  return (state === 'valid' || state === 'expiring') && notAfter
    ? { text: 'expires', at: notAfter.toISOString() }
    : undefined;
}

function issuerStation({ resource, issuer }: CertificateView): Station[] {
  if (!resource) return [];
  const read = issuer === 'unreadable' ? undefined : issuer;
  const ready = read?.conditions.find(({ type }) => type === 'Ready');
  return [
    {
      kind: 'issuer',
      name: resource.issuer.name,
      label:
        resource.issuer.kind === 'ClusterIssuer' ? 'Cluster issuer' : undefined,
      facts: read ? [ready?.status === 'True' ? 'ready' : 'not ready'] : [],
      source: 'certificates',
      known: issuer !== 'unreadable',
    },
  ];
}

function pkiStations(
  pki: PkiView,
  { issuanceCliffAt }: CertificateView,
  usualMount: string | undefined,
): Station[] {
  const role: Station = {
    kind: 'pki-role',
    ...(pki.at ? namesOf(pki.at, usualMount) : { name: pki.path }),
    facts:
      pki.maxTtlSeconds > 0 ? [`at most ${ttlWords(pki.maxTtlSeconds)}`] : [],
    source: 'pki',
    known: true,
  };
  if (!pki.role) return [role];
  const ca = pki.ca === 'unreadable' ? undefined : pki.ca;
  return [
    role,
    {
      kind: 'ca',
      name: ca?.name ?? ca?.subject ?? pki.role.issuerRef,
      facts: [],
      moment: issuanceCliffAt && {
        text: 'issuance cliff',
        at: issuanceCliffAt.toISOString(),
      },
      source: 'pki',
      known: pki.ca !== 'unreadable',
    },
  ];
}

/** Where the issuer signs is known, but not what stands there. */
function unreadPkiStation({ issuer }: CertificateView): Station[] {
  const path = issuer === 'unreadable' ? undefined : issuer?.vault?.path;
  if (path === undefined) return [];
  return [
    { kind: 'pki-role', name: path, facts: [], source: 'pki', known: false },
  ];
}

function certificateStations(
  certificate: CertificateView,
  usualMount: string | undefined,
): Station[] {
  const { name, state, pki } = certificate;
  return [
    {
      kind: 'certificate',
      name,
      facts: stateFacts[state],
      moment: momentOf(certificate),
      source: 'certificates',
      known: true,
    },
    ...issuerStation(certificate),
    ...(pki === 'unreadable' ? unreadPkiStation(certificate) : []),
    ...(pki && pki !== 'unreadable'
      ? pkiStations(pki, certificate, usualMount)
      : []),
  ];
}

/** One chain for each certificate, from the first workload that mounts it. */
export function certificateChains(view: ServiceView): Chain[] {
  const { certificates, binding } = view;
  if (certificates === 'unreadable') return [];
  const workloads = view.workloads === 'unreadable' ? [] : view.workloads;
  return certificates.map(certificate => {
    const user =
      workloads.find(({ name }) => certificate.usedBy.includes(name)) ??
      workloads.at(0);
    return {
      kind: 'certificate',
      stations: [
        workloadStation(view, user),
        ...certificateStations(certificate, binding.usualMounts?.pki),
      ],
    };
  });
}

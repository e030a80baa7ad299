import { CertificateView, ServiceView } from '../../resolve/ServiceView';
import { ExpiryFact } from '../records';

const SECOND = 1000;

const renewedInTime: ReadonlySet<CertificateView['state']> = new Set([
  'valid',
  'renewing',
]);

function caExpiries({ pki, issuanceCliffAt }: CertificateView): ExpiryFact[] {
  if (!pki || pki === 'unreadable') return [];
  if (!pki.ca || pki.ca === 'unreadable') return [];
  const name = pki.ca.name ?? pki.ca.subject;
  const ca = {
    kind: 'ca',
    name,
    at: pki.ca.notAfter.getTime(),
    attention: true,
  } as const;
  return issuanceCliffAt
    ? [ca, { ...ca, kind: 'cliff', at: issuanceCliffAt.getTime() }]
    : [ca];
}

function certificateExpiries(certificate: CertificateView): ExpiryFact[] {
  const { name, resource, state } = certificate;
  const own: ExpiryFact[] = resource?.notAfter
    ? [
        {
          kind: 'certificate',
          name,
          at: resource.notAfter.getTime(),
          renewsAt: resource.renewalTime?.getTime(),
          attention: !resource.renewalTime || !renewedInTime.has(state),
        },
      ]
    : [];
  return [...own, ...caExpiries(certificate)];
}

function rotations({ staticRoles }: ServiceView): ExpiryFact[] | undefined {
  if (staticRoles === 'unreadable') return undefined;
  return staticRoles.flatMap(({ at, role }) =>
    role?.lastRotatedAt
      ? {
          kind: 'rotation' as const,
          name: at.name,
          at:
            role.lastRotatedAt.getTime() + role.rotationPeriodSeconds * SECOND,
          attention: false,
        }
      : [],
  );
}

function distinct(expiries: readonly ExpiryFact[]): ExpiryFact[] {
  const byName = new Map(
    expiries.map(fact => [`${fact.kind} ${fact.name} ${fact.at}`, fact]),
  );
  return [...byName.values()].sort((a, b) => a.at - b.at);
}

/** Everything of a service that ends, soonest first. Undefined when a part of it could not be read. */
export function expiriesOf(view: ServiceView): ExpiryFact[] | undefined {
  const rotating = rotations(view);
  if (!rotating || view.certificates === 'unreadable') return undefined;
  return distinct([
    ...view.certificates.flatMap(certificateExpiries),
    ...rotating,
  ]);
}

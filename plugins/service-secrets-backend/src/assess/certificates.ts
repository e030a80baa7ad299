import { CertificateView, PkiView } from '../resolve/ServiceView';
import { CheckInput, Link, Problem, Verdict, whenRead } from './Check';

/** A certificate's part of a problem. */
export type CertificateProblem = Omit<Problem, 'subject'>;

/** Judges every certificate; `unknown` for one that needs what was not read makes the check unknown, unless another fails. */
export function perCertificate(
  { view }: CheckInput,
  judge: (
    certificate: CertificateView,
  ) => CertificateProblem | undefined | 'unknown',
): Verdict {
  return whenRead(view.certificates, certificates => {
    const verdicts = certificates.map(certificate => ({
      name: certificate.name,
      verdict: judge(certificate),
    }));
    const problems = verdicts.flatMap(({ name, verdict }) =>
      verdict && verdict !== 'unknown'
        ? { subject: { kind: 'certificate', name }, ...verdict }
        : [],
    );
    const unknown = verdicts.some(({ verdict }) => verdict === 'unknown');
    return problems.length === 0 && unknown ? 'unknown' : problems;
  });
}

/** From the workloads that mount a certificate to it. */
export function certificateLinks(
  { view }: CheckInput,
  { name, usedBy }: CertificateView,
): Link[] {
  const mounted = usedBy === 'unreadable' ? [] : usedBy;
  const first =
    view.workloads === 'unreadable' ? [] : view.workloads.slice(0, 1);
  const users = mounted.length > 0 ? mounted : first.map(user => user.name);
  return users.map(user => ({
    from: { kind: 'workload', name: user },
    to: { kind: 'certificate', name },
  }));
}

/** From a certificate to its issuer. */
export function issuerLinks({ name, resource }: CertificateView): Link[] {
  if (!resource) return [];
  return [
    {
      from: { kind: 'certificate', name },
      to: { kind: 'issuer', name: resource.issuer.name },
    },
  ];
}

/** From an issuer to the PKI role it signs with. */
export function pkiRoleLinks(
  { resource }: CertificateView,
  { at, path }: PkiView,
): Link[] {
  if (!resource) return [];
  return [
    {
      from: { kind: 'issuer', name: resource.issuer.name },
      to: { kind: 'pki-role', name: at ? `${at.mount}/${at.name}` : path },
    },
  ];
}

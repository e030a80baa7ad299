import { screen } from '@testing-library/react';

import { aCertificate, after, aSource } from '../../testSupport/builders';
import { renderAtNoon } from '../../testSupport/renderAround';
import { CertificateTable } from './CertificateTable';

const rowText = (name: RegExp) => screen.getByRole('row', { name }).textContent;

describe('CertificateTable', () => {
  it('tells issuer, life, end and next renewal', () => {
    renderAtNoon(<CertificateTable certificates={[aCertificate()]} />);
    expect(rowText(/grade-api-tls/)).toMatch(
      /^●Validgrade-api-tlsgrade-api\.grade-api\.svc\.cluster\.localgrade-api-intermediateIssuer vault-issuer · pki\/grade-apiissued 10 h ago24 h13 h 59 min5 h 59 mingrade-api$/,
    );
  });

  it('tells the failed attempts and the reason when a renewal is overdue', () => {
    const certificate = aCertificate({
      state: 'renewal-overdue',
      renewsAt: after(-1200),
      failedAttempts: 3,
      nextAttemptAt: after(2430),
      reason: 'the PKI role does not allow the name',
      usedBy: [],
    });
    renderAtNoon(<CertificateTable certificates={[certificate]} />);
    expect(rowText(/grade-api-tls/)).toMatch(
      /Renewal overdue.*does not allow the name.*overdue by 20 min3 failed, next try in 40 minno workload$/,
    );
  });

  it('has no dates when nothing was issued yet', () => {
    const certificate = aCertificate({
      state: 'not-issued',
      notBefore: undefined,
      notAfter: undefined,
      renewsAt: undefined,
    });
    renderAtNoon(<CertificateTable certificates={[certificate]} />);
    expect(rowText(/grade-api-tls/)).toMatch(/not issuednot planned/);
  });

  it('tells the issuance cliff', () => {
    const certificate = aCertificate({
      issuanceCliffAt: after(20 * 86_400 + 60),
    });
    renderAtNoon(<CertificateTable certificates={[certificate]} />);
    expect(rowText(/grade-api-tls/)).toContain('issuance cliff in 20 d');
  });

  it('does not call it an error when certificates are not configured', () => {
    const failure = {
      code: 'not-configured' as const,
      message: 'cert-manager is not installed on `prod-1`.',
    };
    const source = aSource('certificates', { state: 'failed', failure });
    renderAtNoon(<CertificateTable source={source} />);
    expect(screen.getByText(/Certificates: not configured/)).toBeVisible();
  });

  it('says so when no workload mounts one', () => {
    renderAtNoon(<CertificateTable certificates={[]} />);
    expect(
      screen.getByText(/No workload of this service mounts/),
    ).toBeVisible();
  });
});

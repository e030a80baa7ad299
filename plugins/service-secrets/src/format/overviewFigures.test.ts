import {
  aCertificate,
  after,
  aFinding,
  anEnvironment,
  aReport,
} from '../testSupport/builders';
import { overviewFigures } from './overviewFigures';

const report = (...environments: ReturnType<typeof anEnvironment>[]) =>
  aReport(undefined, { environments });

describe('overviewFigures', () => {
  it('adds the leases of all environments and takes the earliest expiry', () => {
    const staging = anEnvironment({
      environment: 'staging',
      certificates: [aCertificate({ notAfter: after(60) })],
    });
    expect(overviewFigures(report(anEnvironment(), staging))).toMatchObject({
      liveLeases: 4,
      expectedLeases: 4,
      nextExpiry: { kind: 'at', time: after(60) },
    });
  });

  it('knows no number of leases when one environment could not be read', () => {
    const unread = anEnvironment({
      leases: undefined,
      certificates: undefined,
    });
    expect(overviewFigures(report(anEnvironment(), unread)).liveLeases).toBe(
      undefined,
    );
    expect(overviewFigures(report(unread)).nextExpiry.kind).toBe('unread');
  });

  it('knows nothing when every claim was denied', () => {
    expect(overviewFigures(report())).toEqual({
      liveLeases: undefined,
      expectedLeases: undefined,
      nextExpiry: { kind: 'unread' },
      findingCount: undefined,
      findings: [],
    });
  });

  it('says that there is no certificate only when they were read', () => {
    const none = anEnvironment({ certificates: [] });
    expect(overviewFigures(report(none)).nextExpiry).toEqual({ kind: 'none' });
  });

  it('puts the worst finding first', () => {
    const findings = [
      aFinding({ code: 'anyRoleAllowed' }),
      aFinding({ code: 'policyMissing' }),
    ];
    expect(
      overviewFigures(report(anEnvironment({ findings }))).findings[0].code,
    ).toBe('policyMissing');
  });
});

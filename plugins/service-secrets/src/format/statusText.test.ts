import { NOON } from '../testSupport/builders';
import { scenarios } from '../testSupport/scenarios';
import { statusText } from './statusText';

describe('statusText', () => {
  it('tells verdict, findings worst first, and what was not read', () => {
    const [environment] = scenarios.broken.report.environments;
    const lines = statusText(
      'component:default/grade-api',
      environment,
      NOON,
    ).split('\n');
    expect(lines[0]).toBe(
      'component:default/grade-api, production (vault-prod, prod-1/grade-api), 2026-03-02T12:00:00.000Z',
    );
    expect(lines[1]).toBe(
      'Broken: Pods of `grade-api` cannot log in to Vault.',
    );
    expect(lines[3]).toMatch(/^- Broken: Auth role/);
    expect(lines[5]).toMatch(/^- Risk: /);
    expect(lines.at(-1)).toBe(
      '- Not read: policies of vault-prod, permission missing',
    );
  });

  it('keeps the lines of a rule to paste', () => {
    const [environment] = scenarios.broken.report.environments;
    expect(
      statusText('component:default/grade-api', environment, NOON),
    ).toContain(
      [
        '  Grant the reader this rule; then refresh.',
        '  path "sys/policies/acl/svc-grade-api" {',
        '    capabilities = ["read"]',
        '  }',
      ].join('\n'),
    );
  });

  it('says how old the data is when a system is down', () => {
    const [environment] = scenarios.vaultDown.report.environments;
    expect(statusText('component:default/x', environment, NOON)).toContain(
      '- Not read: database roles of vault-prod, not reachable, last read 4 min ago',
    );
  });
});

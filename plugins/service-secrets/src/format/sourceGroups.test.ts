import { sourceNames } from 'backstage-plugin-service-secrets-common';

import { after, aSource } from '../testSupport/builders';
import { sourceGroups } from './sourceGroups';

describe('sourceGroups', () => {
  it('sums healthy sources up per system, as old as the oldest', () => {
    const sources = sourceNames.map(name =>
      name === 'leases'
        ? aSource(name, { fetchedAt: after(-40) })
        : aSource(name),
    );
    expect(sourceGroups(sources)).toEqual([
      expect.objectContaining({ label: 'Kubernetes prod-1' }),
      expect.objectContaining({
        label: 'Vault vault-prod',
        fetchedAt: after(-40),
      }),
      expect.objectContaining({ label: 'cert-manager on prod-1' }),
    ]);
  });

  it('names what failed, after what did not, when a system answers in part', () => {
    const failure = {
      code: 'denied' as const,
      message: 'no',
      missingRule: 'path "x" {}',
    };
    const groups = sourceGroups([
      aSource('policies', { state: 'failed', failure }),
      aSource('leases'),
      aSource('workloads'),
    ]);
    expect(groups.map(({ label, state }) => [label, state])).toEqual([
      ['Vault vault-prod', 'ok'],
      ['Kubernetes prod-1', 'ok'],
      ['Vault vault-prod: policies', 'failed'],
    ]);
  });

  it('keeps sources apart when different rules are missing', () => {
    const failed = (name: 'policies' | 'leases', missingRule: string) =>
      aSource(name, {
        state: 'failed',
        failure: { code: 'denied', message: 'no', missingRule },
      });
    const groups = sourceGroups([
      failed('policies', 'a'),
      failed('leases', 'b'),
    ]);
    expect(groups.map(({ failure }) => failure?.missingRule)).toEqual([
      'a',
      'b',
    ]);
  });
});

import { screen } from '@testing-library/react';

import { scenarios } from '../../testSupport/scenarios';
import { renderAtNoon } from '../../testSupport/renderAround';
import { SourceList } from './SourceList';

const sourcesOf = (name: keyof typeof scenarios) =>
  scenarios[name].report.environments[0].sources;

const lines = () =>
  screen.getAllByRole('listitem').map(({ textContent }) => textContent);

describe('SourceList', () => {
  it('says how fresh each system is', () => {
    renderAtNoon(<SourceList sources={sourcesOf('healthy')} />);
    expect(lines()).toEqual([
      '● Kubernetes prod-1, 8 s ago',
      '● Vault vault-prod, 12 s ago',
      '● cert-manager on prod-1, 8 s ago',
    ]);
  });

  it('shows the missing rule to copy when the reader lacks it', () => {
    renderAtNoon(<SourceList sources={sourcesOf('broken')} />);
    expect(lines()).toContainEqual(
      expect.stringMatching(
        /^✕ Vault vault-prod: policies: permission missing\. The reader may not read sys\/policies/,
      ),
    );
    expect(
      screen.getByRole('region', { name: 'The missing rule' }),
    ).toHaveTextContent('path "sys/policies/acl/svc-grade-api"');
  });

  it('says since when it is silent when a system is down', () => {
    renderAtNoon(<SourceList sources={sourcesOf('vaultDown')} />);
    expect(lines()).toContainEqual(
      expect.stringMatching(
        /^◐ Vault vault-prod: .*: not reachable, last read 4 min ago\./,
      ),
    );
  });

  it('does not call it an error when something is not configured', () => {
    renderAtNoon(<SourceList sources={sourcesOf('empty')} />);
    expect(lines()).toContain('◌ Vault vault-prod: PKI: not configured');
  });
});

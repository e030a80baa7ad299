import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { after, anEnvironment, aSource } from '../../testSupport/builders';
import { renderAtNoon } from '../../testSupport/renderAround';
import {
  brokenChain,
  certificateChain,
  holdingChain,
} from '../../testSupport/wiring';
import { WiringPicture } from './WiringPicture';

function show(
  wiring: ReturnType<typeof anEnvironment>['wiring'],
  sources = anEnvironment().sources,
) {
  const onExplain = jest.fn();
  renderAtNoon(
    <WiringPicture
      report={anEnvironment({ wiring, sources })}
      onExplain={onExplain}
    />,
  );
  return onExplain;
}

describe('WiringPicture', () => {
  it('says that nothing is wired only when that was read', () => {
    show([]);
    expect(screen.getByText(/The wiring is not known/)).toBeVisible();
    renderAtNoon(
      <WiringPicture
        report={anEnvironment({
          wiring: [],
          databaseRoles: [],
          certificates: [],
        })}
        onExplain={() => undefined}
      />,
    );
    expect(screen.getByText(/names no database role and no/)).toBeVisible();
  });

  it('marks the broken link and leads to the finding that explains it', async () => {
    const onExplain = show([brokenChain]);
    const [, account, authRole] = screen.getAllByRole('listitem');
    expect(account).toHaveTextContent(
      'The link to the next station is broken.',
    );
    expect(authRole).toHaveTextContent('not looked at');
    await userEvent.click(
      screen.getByRole('button', { name: 'Explain the broken link' }),
    );
    expect(onExplain).toHaveBeenCalledWith('not-bound');
  });

  it('tells the same as text when asked', async () => {
    show([holdingChain]);
    await userEvent.click(screen.getByRole('button', { name: 'As text' }));
    const [first] = screen.getAllByRole('listitem');
    expect(first).toHaveTextContent(
      'Deployment grade-api, 2 pods, agent injector, 1 lease per pod. The link to service account holds.',
    );
    expect(screen.getByRole('button', { name: 'As picture' })).toBeVisible();
  });

  it('counts down to the next renewal', () => {
    show([certificateChain]);
    const [certificate] = screen.getAllByRole('listitem');
    expect(certificate).toHaveTextContent(/renews in (6 h|5 h 59 min)/);
  });

  it('says of a station drawn from an older answer that it is the last known one', () => {
    const nodes = holdingChain.nodes.map(node => ({ ...node, stale: true }));
    show(
      [{ ...holdingChain, nodes }],
      [aSource('leases', { state: 'stale', fetchedAt: after(-120) })],
    );
    expect(screen.getByText(/stale, read 2 min ago/)).toBeVisible();
    const [pod] = screen.getAllByRole('listitem');
    expect(pod).toHaveTextContent('as last known');
  });

  it('puts broken chains first and the many behind a button', async () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      ...certificateChain,
      nodes: certificateChain.nodes.map(node => ({
        ...node,
        name: `${node.name}-${index}`,
      })),
    }));
    show([...many, brokenChain]);
    const chains = screen.getAllByRole('list');
    expect(chains).toHaveLength(4);
    expect(within(chains[0]).getByText('grade-api-sa')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all 10 chains' }),
    );
    expect(screen.getAllByRole('list')).toHaveLength(10);
  });
});

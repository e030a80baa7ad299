import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { anEnvironment } from '../../testSupport/builders';
import {
  brokenChain,
  certificateChain,
  holdingChain,
} from '../../testSupport/wiring';
import { WiringPicture } from './WiringPicture';

function show(wiring: ReturnType<typeof anEnvironment>['wiring']) {
  const onExplain = jest.fn();
  render(
    <WiringPicture report={anEnvironment({ wiring })} onExplain={onExplain} />,
  );
  return onExplain;
}

describe('WiringPicture', () => {
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
      'Workload grade-api, 2 pods, agent injector, 1 lease per pod. The link to service account holds.',
    );
    expect(screen.getByRole('button', { name: 'As picture' })).toBeVisible();
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

  it('says so when nothing is wired', () => {
    show([]);
    expect(screen.getByText(/Nothing is wired yet/)).toBeVisible();
  });
});

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { scenarios } from '../../testSupport/scenarios';
import { StatusLine } from './StatusLine';

const { status } = scenarios.broken.report;
const nothing = () => undefined;

describe('StatusLine', () => {
  it('tells the verdict in words and announces it', () => {
    render(
      <StatusLine
        status={status}
        text={() => ''}
        refreshing={false}
        onRefresh={nothing}
      />,
    );
    expect(screen.getByText('Broken')).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent(
      /^Pods of grade-api cannot log in to Vault\.Service account grade-api-sa is not bound/,
    );
  });

  it('leads to the fix only when there is one', async () => {
    const onShowFix = jest.fn();
    const props = { status, text: () => '', refreshing: false };
    const { rerender } = render(
      <StatusLine {...props} onRefresh={nothing} onShowFix={onShowFix} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Show the fix' }));
    expect(onShowFix).toHaveBeenCalledTimes(1);
    rerender(<StatusLine {...props} onRefresh={nothing} />);
    expect(
      screen.queryByRole('button', { name: 'Show the fix' }),
    ).not.toBeInTheDocument();
  });

  it('asks for a refresh when the button is pressed', async () => {
    const onRefresh = jest.fn();
    render(
      <StatusLine
        status={status}
        text={() => ''}
        refreshing={false}
        onRefresh={onRefresh}
      />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    expect(onRefresh).toHaveBeenCalledTimes(1);
  });
});

import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { aFinding } from '../../testSupport/builders';
import { FindingList } from './FindingList';

describe('FindingList', () => {
  it('tells the worst first, each with its remedy', () => {
    render(
      <FindingList
        findings={[
          aFinding({ code: 'anyRoleAllowed' }),
          aFinding({ remedy: 'Add `grade-api-sa`.' }),
        ]}
      />,
    );
    const [first, second] = screen.getAllByRole('listitem');
    expect(first).toHaveTextContent(/^✕Broken.*Add grade-api-sa\.$/);
    expect(second).toHaveTextContent(/^◐Risk/);
  });

  it('leads to a finding again and again', () => {
    const findings = [aFinding({ id: 'a' }), aFinding({ id: 'b' })];
    const { rerender } = render(<FindingList findings={findings} />);
    const second = () => screen.getAllByRole('listitem')[1];
    rerender(
      <FindingList findings={findings} focus={{ findingId: 'b', count: 1 }} />,
    );
    expect(second()).toHaveFocus();
    second().blur();
    rerender(
      <FindingList findings={findings} focus={{ findingId: 'b', count: 2 }} />,
    );
    expect(second()).toHaveFocus();
  });

  it('shows many in steps, and the one asked for however far down', async () => {
    const findings = Array.from({ length: 10_000 }, (_, index) =>
      aFinding({ id: String(index) }),
    );
    const { rerender } = render(<FindingList findings={findings} />);
    expect(screen.getAllByRole('listitem')).toHaveLength(50);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 50 more of 9,950 findings' }),
    );
    expect(screen.getAllByRole('listitem')).toHaveLength(100);
    rerender(
      <FindingList
        findings={findings}
        focus={{ findingId: '120', count: 1 }}
      />,
    );
    expect(screen.getAllByRole('listitem')[120]).toHaveFocus();
  });

  it('says so when there is none', () => {
    render(<FindingList findings={[]} />);
    expect(
      screen.getByText('The checks found nothing to correct.'),
    ).toBeVisible();
  });
});

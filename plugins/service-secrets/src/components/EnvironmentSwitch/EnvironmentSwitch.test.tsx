import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { scenarios } from '../../testSupport/scenarios';
import { EnvironmentSwitch } from './EnvironmentSwitch';

describe('EnvironmentSwitch', () => {
  it('says of each environment how it fares, and which is shown', async () => {
    const onSelect = jest.fn();
    render(
      <EnvironmentSwitch
        environments={scenarios.severalEnvironments.report.environments}
        selected="production"
        onSelect={onSelect}
      />,
    );
    expect(
      screen.getByRole('radio', { name: 'production, Broken' }),
    ).toBeChecked();
    await userEvent.click(
      screen.getByRole('radio', { name: 'staging, Healthy' }),
    );
    expect(onSelect).toHaveBeenCalledWith('staging');
  });
});

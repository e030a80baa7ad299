import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { filledIn } from '../testSupport/formScenarios';
import { FakeServiceSecretsApi } from '../testSupport/FakeServiceSecretsApi';
import { renderField } from '../testSupport/renderField';
import { scenarios } from '../testSupport/scenarios';
import { TtlField } from './TtlField';

const anApi = () => new FakeServiceSecretsApi(scenarios.healthy.report);
const HOUR = 3600;

describe('TtlField', () => {
  it('answers in seconds what is typed in hours', async () => {
    const { answers } = await renderField(TtlField, {
      api: anApi(),
      form: filledIn,
      name: 'defaultTtlSeconds',
      value: HOUR,
    });
    const amount = screen.getByRole('textbox', { name: /Usual lifetime/ });
    expect(amount).toHaveValue('1');
    await userEvent.clear(amount);
    await userEvent.type(amount, '2{Tab}');
    expect(answers).toEqual([2 * HOUR]);
    expect(screen.getByText(/for 2 h each time/)).toBeVisible();
  });

  it('keeps the duration when another unit is chosen', async () => {
    const { answers } = await renderField(TtlField, {
      api: anApi(),
      form: filledIn,
      name: 'defaultTtlSeconds',
      value: HOUR,
    });
    await userEvent.click(
      screen.getByRole('button', { name: /Unit of Usual lifetime/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'minutes' }));
    expect(screen.getByRole('textbox', { name: /Usual lifetime/ })).toHaveValue(
      '60',
    );
    expect(answers).toEqual([]);
  });

  it('knows the maximum by its name, and the cap by the chosen offer', async () => {
    await renderField(TtlField, {
      api: anApi(),
      form: filledIn,
      name: 'maxTtlSeconds',
      value: 48 * HOUR,
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The offer allows at most 24 h.',
    );
    expect(
      screen.getByRole('textbox', { name: /Longest lifetime/ }),
    ).toBeInvalid();
  });

  it('warns when the maximum is less than twice the usual lifetime', async () => {
    await renderField(TtlField, {
      api: anApi(),
      form: filledIn,
      options: { kind: 'max' },
      value: 1.5 * HOUR,
    });
    expect(screen.getByRole('alert')).toHaveTextContent(
      /less than twice the usual lifetime \(1 h\)/,
    );
  });

  it('does not repeat what the form says already', async () => {
    const said =
      'The maximum (90 min) is less than twice the usual lifetime (1 h): instead of renewing, the agent would fetch a new credential each time. Choose 2 h or more.';
    await renderField(TtlField, {
      api: anApi(),
      form: filledIn,
      options: { kind: 'max' },
      value: 1.5 * HOUR,
      rawErrors: [said],
    });
    expect(screen.queryByText(said)).not.toBeInTheDocument();
  });
});

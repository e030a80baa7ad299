import { screen } from '@testing-library/react';

import { timeLeft } from '../../format/time';
import { after } from '../../testSupport/builders';
import { renderAtNoon } from '../../testSupport/renderAround';
import { ClockText } from './ClockText';

describe('ClockText', () => {
  it("tells a time by the server's clock", () => {
    renderAtNoon(<ClockText text={now => timeLeft(after(630), now)} />);
    expect(screen.getByText('10 min')).toBeVisible();
  });
});

import { screen } from '@testing-library/react';

import { after } from '../../testSupport/builders';
import { renderAtNoon } from '../../testSupport/renderAround';
import { LifeLine } from './LifeLine';

const HOUR = 3600;

describe('LifeLine', () => {
  it('says when the certificate was issued and how long it lives', () => {
    renderAtNoon(<LifeLine from={after(-10 * HOUR)} to={after(14 * HOUR)} />);
    expect(screen.getByText('issued 10 h ago')).toBeVisible();
    expect(screen.getByText('24 h')).toBeVisible();
  });

  it('is not there when the certificate ends before it begins', () => {
    const { container } = renderAtNoon(
      <LifeLine from={after(HOUR)} to={after(0)} />,
    );
    expect(container).toBeEmptyDOMElement();
  });
});

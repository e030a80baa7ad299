import { render, screen, within } from '@testing-library/react';

import { Section } from './Section';

describe('Section', () => {
  it('is a region named by its heading', () => {
    render(
      <Section title="Leases" aside="4 of 2 expected">
        rows
      </Section>,
    );
    const region = screen.getByRole('region', { name: 'Leases' });
    expect(within(region).getByRole('heading', { level: 2 })).toBeVisible();
    expect(region).toHaveTextContent('4 of 2 expected');
  });
});

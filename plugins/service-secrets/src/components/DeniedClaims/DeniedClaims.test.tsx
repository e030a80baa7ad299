import { render, screen } from '@testing-library/react';

import { scenarios } from '../../testSupport/scenarios';
import { DeniedClaims } from './DeniedClaims';

describe('DeniedClaims', () => {
  it('says what is denied, why, and that nothing was read', () => {
    render(<DeniedClaims claims={scenarios.claimDenied.report.denied} />);
    expect(screen.getByRole('note')).toHaveTextContent(
      /The claim on production is not confirmed.*use namespace payments\. Nothing was read for it\. Ask the platform team/,
    );
  });
});

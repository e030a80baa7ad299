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

  it('says that it is unknown, and not that it is denied, when it could not be read', () => {
    const [denied] = scenarios.claimDenied.report.denied;
    render(<DeniedClaims claims={[{ ...denied, unreadable: true }]} />);
    const note = screen.getByRole('note');
    expect(note).toHaveTextContent(
      /Whether the claim on production holds is unknown/,
    );
    expect(note).not.toHaveTextContent(/is not confirmed/);
  });
});

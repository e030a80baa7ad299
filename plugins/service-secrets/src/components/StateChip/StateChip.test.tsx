import { render, screen } from '@testing-library/react';

import {
  certificateWords,
  healthWords,
  leaseWords,
  severityWords,
} from '../../format/words';
import { StateChip } from './StateChip';

describe('StateChip', () => {
  it('says the state in a word and hides the sign from readers', () => {
    render(<StateChip state={leaseWords.irrevocable} />);
    expect(screen.getByText('Irrevocable')).toHaveTextContent('✕Irrevocable');
    expect(screen.getByText('✕')).toHaveAttribute('aria-hidden', 'true');
  });

  it.each([healthWords, severityWords, leaseWords, certificateWords])(
    'has a word of its own for every state',
    words => {
      const spoken = Object.values(words).map(({ word }) => word);
      expect(new Set(spoken).size).toBe(spoken.length);
    },
  );
});

import { render, screen } from '@testing-library/react';

import { CopyBlock } from './CopyBlock';

describe('CopyBlock', () => {
  it('shows the lines as they are, and what is hidden in them', () => {
    render(<CopyBlock label="Rule" text={'path "x" {\n}\u200B'} />);
    expect(screen.getByRole('region', { name: 'Rule' }).textContent).toBe(
      'path "x" {\n}⟨U+200B⟩',
    );
  });
});

import { render, screen } from '@testing-library/react';

import { Message } from './Message';
import { Name } from './Name';

describe('Message', () => {
  it('sets names between backticks as code', () => {
    render(<Message text="Add `grade-api-sa` to the role." />);
    expect(screen.getByText('grade-api-sa').tagName).toBe('CODE');
  });

  it('shows no markup of a name as markup', () => {
    render(<Message text="Role `<img src=x>` is odd." />);
    expect(screen.getByText('<img src=x>')).toBeVisible();
  });
});

describe('Name', () => {
  it('spells a character out that would reorder the name', () => {
    render(<Name text={'grade\u202Eipa'} />);
    expect(screen.getByText('grade⟨U+202E⟩ipa')).toBeVisible();
  });
});

import { render, screen } from '@testing-library/react';

import { anEntity } from '../../testSupport/entities';
import { InvalidFace } from './AlertFaces';
import { UnboundFace } from './UnboundFace';

describe('InvalidFace', () => {
  it('lists every problem with its annotation', () => {
    render(
      <InvalidFace
        problems={[
          { annotation: 'a/namespace', reason: 'must be short' },
          { annotation: 'a/workloads', reason: 'is not `kind/name`' },
        ]}
      />,
    );
    expect(
      screen.getAllByRole('listitem').map(({ textContent }) => textContent),
    ).toEqual(['a/namespace must be short', 'a/workloads is not kind/name']);
  });
});

describe('UnboundFace', () => {
  it("writes the example for the entity's own kind and name", () => {
    render(<UnboundFace entity={anEntity()} />);
    expect(screen.getByRole('region').textContent).toMatch(
      /^kind: Component\nmetadata:\n {2}name: grade-api\n {2}annotations:\n/,
    );
  });
});

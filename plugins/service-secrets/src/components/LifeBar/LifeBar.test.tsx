import { after } from '../../testSupport/builders';
import { renderAtNoon } from '../../testSupport/renderAround';
import { LifeBar } from './LifeBar';

describe('LifeBar', () => {
  it('is as long as what is left', () => {
    const { container } = renderAtNoon(
      <LifeBar from={after(-1800)} to={after(600)} tone="good" />,
    );
    expect(container.firstElementChild).toHaveStyle({
      backgroundSize: '25% 100%',
    });
  });

  it('is not there when the times make no sense', () => {
    const { container } = renderAtNoon(
      <LifeBar from={after(600)} to={after(600)} tone="good" />,
    );
    expect(container).toBeEmptyDOMElement();
  });
});

/**
 * The fleet page by itself, to look at: `?scenario=` one of the examples,
 * `theme=dark`, `reader` for somebody who may not review, `widget` for the card.
 */
import { BUIProvider } from '@backstage/ui';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';

import { FleetPageBody } from '../src/components/FleetPage/FleetPage';
import { FleetWidget } from '../src/components/FleetWidget/FleetWidget';
import { FleetExample } from '../src/testSupport/FleetExample';
import { fleetScenarios } from '../src/testSupport/fleetScenarios';

// This page is an app of its own: no Backstage around it brings the styles.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';

const params = new URLSearchParams(window.location.search);
const scenario = fleetScenarios[params.get('scenario') ?? 'full'];
const root = document.getElementById('root');
if (!root || !scenario) throw new Error('No such scenario, or no root element');

const isDark = params.get('theme') === 'dark';
document.documentElement.dataset.themeMode = isDark ? 'dark' : 'light';
document.body.dataset.themeMode = isDark ? 'dark' : 'light';
document.body.style.cssText =
  'margin:0;padding-top:20px;background:var(--bui-bg-app)';

createRoot(root).render(
  <BrowserRouter>
    <BUIProvider>
      <FleetExample api={scenario()} mayReview={!params.has('reader')}>
        {params.has('widget') ? <FleetWidget /> : <FleetPageBody />}
      </FleetExample>
    </BUIProvider>
  </BrowserRouter>,
);

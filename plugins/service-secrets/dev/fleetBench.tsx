/**
 * The page `yarn scale:fleet` measures: the fleet with the client of the app
 * and a backend below `/api`. With `?closed` it waits for a click, as an app
 * does that is open on another page. Marks `asked` when somebody clicks,
 * `rows` when the first rows are painted and `all` when `?rows=` are there.
 */
import { BUIProvider } from '@backstage/ui';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router-dom';

import { BackendCaller } from '../src/api/BackendCaller';
import { FleetClient } from '../src/api/FleetClient';
import { FleetPageBody } from '../src/components/FleetPage/FleetPage';
import { FleetExample } from '../src/testSupport/FleetExample';

// This page is an app of its own: no Backstage around it brings the styles.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';

const params = new URLSearchParams(window.location.search);
const expected = Number(params.get('rows'));
const root = document.getElementById('root');
if (!root) throw new Error('The page has no element with id "root"');

/** Once what was just rendered is on the screen. */
function markWhenPainted(name: string): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark(name)));
}

/** From now on the next rows count as the first. */
function watchRows(): void {
  performance.clearMarks();
  performance.mark('asked');
  let shown = false;
  const observer = new MutationObserver(() => {
    const grid = document.querySelector('[role=grid][aria-label=Services]');
    const rows = grid?.querySelectorAll('tbody [role=row]').length ?? 0;
    if (rows < 5) return;
    if (!shown) markWhenPainted('rows');
    shown = true;
    if (Number(grid?.getAttribute('aria-rowcount')) <= expected) return;
    observer.disconnect();
    markWhenPainted('all');
  });
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['aria-rowcount'],
  });
}

const client = new FleetClient(
  new BackendCaller({
    discoveryApi: {
      getBaseUrl: async plugin => `${window.location.origin}/api/${plugin}`,
    },
    fetchApi: { fetch: (...args) => fetch(...args) },
  }),
);

function App() {
  const [open, setOpen] = useState(!params.has('closed'));
  if (open) return <FleetPageBody />;
  return <button onClick={() => setOpen(true)}>Open the fleet</button>;
}

document.documentElement.dataset.themeMode = 'light';
document.body.dataset.themeMode = 'light';
document.body.style.cssText = 'margin:0;background:var(--bui-bg-app)';
watchRows();
document.addEventListener('pointerdown', watchRows, { capture: true });
createRoot(root).render(
  <BrowserRouter>
    <BUIProvider>
      <FleetExample api={client}>
        <App />
      </FleetExample>
    </BUIProvider>
  </BrowserRouter>,
);

import { createApp } from '@backstage/frontend-defaults';

import { catalogModule } from './catalogPage';

/**
 * The demo Backstage. It names no plugin: `app.packages: all` in
 * app-config.yaml takes every frontend plugin this package depends on.
 */
export const app = createApp({ features: [catalogModule] });

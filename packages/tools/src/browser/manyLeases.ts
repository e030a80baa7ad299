import {
  LeasePage,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';
import { Page } from 'playwright-core';

const HOUR_MS = 3_600_000;

function leasePage(count: number): LeasePage {
  const now = Date.now();
  return {
    servedAt: new Date(now).toISOString(),
    environment: 'production',
    items: Array.from({ length: count }, (_, index) => ({
      handle: `handle-${index}`,
      suffix: String(index).padStart(8, '0'),
      mount: 'database',
      role: 'grade-api-role',
      state: 'active',
      issuedAt: new Date(now - 60_000).toISOString(),
      expiresAt: new Date(now + HOUR_MS + index).toISOString(),
      endsForGoodAt: new Date(now + 24 * HOUR_MS).toISOString(),
      renewable: true,
      renewalsLeft: 23,
      workload: { pod: `grade-api-${index}`, certainty: 'known' },
    })),
    total: count,
    looked: count,
  };
}

/** Lets the page believe that a service has so many leases; all else is what the backend answers. */
export async function serveManyLeases(
  page: Page,
  count: number,
): Promise<void> {
  await page.route(/\/report(\?|$)/, async route => {
    const response = await route.fetch();
    const report: ServiceReport = await response.json();
    for (const { leases } of report.environments) {
      if (leases) leases.total = count;
    }
    await route.fulfill({ response, json: report });
  });
  await page.route(/\/leases\?/, route =>
    route.fulfill({ json: leasePage(count) }),
  );
}

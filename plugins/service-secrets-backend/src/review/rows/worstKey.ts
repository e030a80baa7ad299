import { Health } from 'backstage-plugin-service-secrets-common';

import { severityOrder } from '../../assess/status';
import { FindingRecord } from '../records';

const healthOrder: readonly Health[] = [
  'broken',
  'unknown',
  'degraded',
  'healthy',
];

/**
 * Sorts rows as text, the worst first: by health, then rows with an open
 * finding of that weight before those whose findings were all accepted, then
 * by title.
 */
export function worstKey(
  row: { readonly health: Health; readonly title: string },
  open: readonly Pick<FindingRecord, 'severity'>[],
): string {
  const weights = open.map(({ severity }) => severityOrder.indexOf(severity));
  const worst = Math.min(...weights, severityOrder.length);
  const rank = healthOrder.indexOf(row.health);
  return `${rank}${worst}${row.title.toLocaleLowerCase('en-US')}`;
}

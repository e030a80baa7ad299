import { HistoryPoint } from 'backstage-plugin-service-secrets-common';

import { dayText } from '../../../format/fleetText';
import { Column } from '../../DataTable/arrangeRows';

const numbers: readonly [Exclude<keyof HistoryPoint, 'day'>, string][] = [
  ['findingsOpened', 'Opened'],
  ['findingsClosed', 'Closed'],
  ['findingsOpen', 'Open'],
  ['broken', 'Broken'],
  ['services', 'Services'],
  ['leases', 'Leases'],
  ['certificates', 'Certificates'],
];

/** The columns of the history. */
export const historyColumns: readonly Column<HistoryPoint>[] = [
  {
    id: 'day',
    label: 'Day',
    width: 16,
    cell: ({ day }) => dayText(day),
    order: ({ day }) => day,
  },
  ...numbers.map(([key, label]) => ({
    id: key,
    label,
    width: 12,
    cell: (point: HistoryPoint) => point[key]?.toLocaleString('en-US') ?? '?',
    order: (point: HistoryPoint) => point[key],
  })),
];

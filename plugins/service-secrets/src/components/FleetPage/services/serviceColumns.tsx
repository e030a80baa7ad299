import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { ReactNode } from 'react';

import {
  dayText,
  endText,
  leaseText,
  reviewDetail,
} from '../../../format/fleetText';
import {
  expiryWords,
  refName,
  reviewWords,
  valueWords,
} from '../../../format/fleetWords';
import { visibleText } from '../../../format/visibleText';
import { counted, healthWords } from '../../../format/words';
import { Grouping } from '../../../hooks/fleet/useFleetParams';
import { ClockText } from '../../ClockText/ClockText';
import { Column } from '../../DataTable/arrangeRows';
import { Secondary } from '../../DataTable/Secondary';
import { Message } from '../../Message/Message';
import { StateChip } from '../../StateChip/StateChip';
import { GroupHead, Line } from './groupRows';
import { SelectBox } from './SelectBox';
import classes from './ServicesView.module.css';
import { shareOf } from './useSelection';

/** What the table's cells do. */
export interface ServiceActions {
  readonly group?: Grouping;
  /** All rows, whatever groups are open. */
  readonly rows: readonly FleetRow[];
  /** The selected rows; undefined for readers who may not review. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect: (rows: readonly FleetRow[]) => void;
  readonly onOpen: (row: FleetRow) => void;
  readonly onToggle: (group: string) => void;
}

const healths = ['broken', 'unknown', 'degraded', 'healthy'];

function forRows(
  cell: (row: FleetRow) => ReactNode,
  head?: (group: GroupHead) => ReactNode,
) {
  return (line: Line) =>
    line.kind === 'row' ? cell(line.row) : head?.(line) ?? null;
}

function orderOf(
  grouped: boolean,
  key: (row: FleetRow) => string | number | undefined,
) {
  if (grouped) return undefined;
  return (line: Line) => (line.kind === 'row' ? key(line.row) : undefined);
}

function nameCell({ group, onOpen, onToggle }: ServiceActions) {
  return forRows(
    row => (
      <button
        type="button"
        tabIndex={-1}
        data-open
        className={classes.name}
        onClick={() => onOpen(row)}
      >
        {visibleText(row.title)}
        {row.environment ? (
          <Secondary block>{visibleText(row.environment)}</Secondary>
        ) : null}
      </button>
    ),
    head => (
      <button
        type="button"
        tabIndex={-1}
        data-open
        aria-expanded={head.open}
        className={`${classes.name} ${classes.group}`}
        onClick={() => onToggle(head.value)}
      >
        <span aria-hidden="true">{head.open ? '▾ ' : '▸ '}</span>
        {visibleText(valueWords(group ?? 'owner', head.value))}
        <Secondary block>{counted(head.rows.length, 'row')}</Secondary>
      </button>
    ),
  );
}

function selectColumn(actions: ServiceActions): Column<Line>[] {
  const { group, rows, selected, onSelect } = actions;
  if (!selected) return [];
  const box = (label: string, of: readonly FleetRow[], inRow: boolean) => (
    <SelectBox
      label={label}
      share={shareOf(selected, of)}
      inRow={inRow}
      onToggle={() => onSelect(of)}
    />
  );
  return [
    {
      id: 'select',
      label: 'Select',
      head: box(`Select all ${counted(rows.length, 'row')}`, rows, false),
      width: 3,
      cell: forRows(
        row => box(`Select ${row.title} ${row.environment}`, [row], true),
        head =>
          box(
            `Select all of ${valueWords(group ?? 'owner', head.value)}`,
            head.rows,
            true,
          ),
      ),
    },
  ];
}

function expiryCell({ nextExpiry, certificates }: FleetRow): ReactNode {
  if (!nextExpiry) return certificates === undefined ? '?' : '–';
  return (
    <>
      <ClockText text={now => endText(nextExpiry.what, nextExpiry.at, now)} />
      <Secondary block>{expiryWords[nextExpiry.what]}</Secondary>
    </>
  );
}

function groupSentence({ broken, unknown, degraded }: GroupHead): string {
  const parts = [
    broken > 0 ? `${broken} broken` : undefined,
    unknown > 0 ? `${unknown} unknown` : undefined,
    degraded > 0 ? `${degraded} degraded` : undefined,
  ].filter(part => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : 'all healthy';
}

function sentenceCell(row: FleetRow): ReactNode {
  const excepted = row.findings.filter(({ exception }) => exception).length;
  return (
    <>
      <Message text={row.sentence} />
      {row.stale ? <Secondary block>◐ from an earlier run</Secondary> : null}
      {excepted > 0 ? <Secondary block>{excepted} accepted</Secondary> : null}
      {row.muted ? (
        <Secondary block>
          notices muted until {dayText(row.muted.until)}
        </Secondary>
      ) : null}
    </>
  );
}

function reviewCell({ review }: FleetRow): ReactNode {
  if (review.state === 'none') return '–';
  return (
    <>
      <StateChip state={reviewWords[review.state]} />
      <Secondary block>{reviewDetail(review)}</Secondary>
    </>
  );
}

/** The columns of the services; groups keep the order they come in. */
export function serviceColumns(actions: ServiceActions): Column<Line>[] {
  const grouped = actions.group !== undefined;
  return [
    ...selectColumn(actions),
    {
      id: 'health',
      label: 'State',
      width: 11,
      cell: line => (
        <StateChip
          state={
            healthWords[line.kind === 'row' ? line.row.health : line.health]
          }
        />
      ),
      order: orderOf(grouped, ({ health }) => healths.indexOf(health)),
    },
    {
      id: 'title',
      label: 'Service',
      width: 14,
      cell: nameCell(actions),
      order: orderOf(grouped, ({ title }) => title),
    },
    {
      id: 'owner',
      label: 'Owner',
      width: 11,
      cell: forRows(({ owner }) =>
        owner ? visibleText(refName(owner)) : '◌ unowned',
      ),
      order: orderOf(grouped, ({ owner }) => owner && refName(owner)),
    },
    {
      id: 'roles',
      label: 'Roles',
      width: 7,
      align: 'end',
      cell: forRows(({ databaseRoles = '?' }) => databaseRoles),
      order: orderOf(grouped, ({ databaseRoles }) => databaseRoles),
    },
    {
      id: 'leases',
      label: 'Leases',
      width: 8,
      align: 'end',
      cell: forRows(leaseText, ({ leases }) => leases.toLocaleString('en-US')),
      order: orderOf(grouped, ({ leases }) => leases),
    },
    {
      id: 'expiry',
      label: 'Next expiry',
      width: 11,
      cell: forRows(expiryCell),
      order: orderOf(
        grouped,
        ({ nextExpiry }) => nextExpiry && Date.parse(nextExpiry.at),
      ),
    },
    {
      id: 'sentence',
      label: 'Worst finding',
      width: 24,
      cell: forRows(sentenceCell, groupSentence),
    },
    {
      id: 'review',
      label: 'Review',
      width: 11,
      cell: forRows(reviewCell),
      order: orderOf(grouped, ({ review }) => review.state),
    },
  ];
}

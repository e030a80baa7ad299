import { FleetRow } from 'backstage-plugin-service-secrets-common';
import { ReactNode } from 'react';

import { leaseText, reviewDetail, targetKey } from '../../../format/fleetText';
import {
  expiryWords,
  refName,
  reviewWords,
  valueWords,
} from '../../../format/fleetWords';
import { timeLeft } from '../../../format/time';
import { visibleText } from '../../../format/visibleText';
import { healthWords } from '../../../format/words';
import { Grouping } from '../../../hooks/fleet/useFleetParams';
import { ClockText } from '../../ClockText/ClockText';
import { Column } from '../../DataTable/arrangeRows';
import { Secondary } from '../../DataTable/Secondary';
import { Message } from '../../Message/Message';
import { StateChip } from '../../StateChip/StateChip';
import { GroupHead, Line } from './groupRows';
import classes from './ServicesView.module.css';

/** What the table's cells do. */
export interface ServiceActions {
  readonly group?: Grouping;
  /** The selected rows; undefined for readers who may not review. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect: (row: FleetRow) => void;
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
        className={classes.name}
        onClick={() => onToggle(head.value)}
      >
        <span aria-hidden="true">{head.open ? '▾ ' : '▸ '}</span>
        {visibleText(valueWords(group ?? 'owner', head.value))}
        <Secondary block>{head.rows.toLocaleString('en-US')} rows</Secondary>
      </button>
    ),
  );
}

function selectColumn({ selected, onSelect }: ServiceActions): Column<Line>[] {
  if (!selected) return [];
  return [
    {
      id: 'select',
      label: 'Select',
      width: 8,
      cell: forRows(row => (
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${row.title} ${row.environment}`}
          checked={selected.has(targetKey(row))}
          onChange={() => onSelect(row)}
        />
      )),
    },
  ];
}

function expiryCell({ nextExpiry, certificates }: FleetRow): ReactNode {
  if (!nextExpiry) return certificates === undefined ? '?' : '–';
  return (
    <>
      <ClockText text={now => timeLeft(nextExpiry.at, now)} />
      <Secondary block>{expiryWords[nextExpiry.what]}</Secondary>
    </>
  );
}

function groupSentence({ broken, degraded }: GroupHead): string {
  const parts = [
    broken > 0 ? `${broken} broken` : undefined,
    degraded > 0 ? `${degraded} degraded` : undefined,
  ].filter(part => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : 'nothing broken or degraded';
}

function sentenceCell(row: FleetRow): ReactNode {
  const excepted = row.findings.filter(({ exception }) => exception).length;
  return (
    <>
      <Message text={row.sentence} />
      {row.stale ? <Secondary block>◐ from an earlier run</Secondary> : null}
      {excepted > 0 ? <Secondary block>{excepted} accepted</Secondary> : null}
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
      width: 12,
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
      width: 16,
      cell: nameCell(actions),
      order: orderOf(grouped, ({ title }) => title),
    },
    {
      id: 'owner',
      label: 'Owner',
      width: 13,
      cell: forRows(({ owner }) =>
        owner ? visibleText(refName(owner)) : '◌ unowned',
      ),
      order: orderOf(grouped, ({ owner }) => owner && refName(owner)),
    },
    {
      id: 'leases',
      label: 'Leases',
      width: 8,
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
      width: 20,
      cell: forRows(sentenceCell, groupSentence),
    },
    {
      id: 'review',
      label: 'Review',
      width: 14,
      cell: forRows(reviewCell),
      order: orderOf(grouped, ({ review }) => review.state),
    },
  ];
}

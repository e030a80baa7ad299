import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { LeasePage, LeaseState } from 'backstage-plugin-service-secrets-common';

import { isRead } from '../collect/SourceResult';
import { leaseEnd } from '../resolve/resolveLeases';
import { LeaseView } from '../resolve/ServiceView';
import { LeaseHandles } from './LeaseHandles';
import { EnvironmentState, ServiceState } from './ReportService';
import { toLeaseRow } from './toApi';

/** Which page of whose leases. */
export interface PageQuery {
  /** Absent: the service's first environment. */
  readonly environment?: string;
  readonly cursor?: string;
  readonly limit: number;
}

const order: readonly LeaseState[] = [
  'irrevocable',
  'expired',
  'orphan',
  'expiring',
  'active',
];

function compare(a: LeaseView, b: LeaseView): number {
  return (
    order.indexOf(a.state) - order.indexOf(b.state) ||
    leaseEnd(a.lease).getTime() - leaseEnd(b.lease).getTime() ||
    (a.lease.id < b.lease.id ? -1 : 1)
  );
}

function environmentOf(
  { environments }: ServiceState,
  name: string | undefined,
): EnvironmentState {
  const found =
    name === undefined
      ? environments.at(0)
      : environments.find(({ view }) => view.binding.environment === name);
  if (!found) {
    throw new NotFoundError(
      'The service is not bound to that environment, or its binding is not allowed',
    );
  }
  return found;
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^\d{1,9}$/.test(cursor) ? Number(cursor) : NaN;
  if (Number.isNaN(offset)) throw new InputError('cursor is not one of ours');
  return offset;
}

/** Cuts one page out of the leases of one environment, the most urgent first. */
export function toLeasePage(
  state: ServiceState,
  query: PageQuery,
  { handles, now }: { handles: LeaseHandles; now: Date },
): LeasePage {
  const { view } = environmentOf(state, query.environment);
  const { environment, instance } = view.binding;
  if (!isRead(view.leases)) {
    throw new ServiceUnavailableError(
      `The leases of environment ${environment} could not be read; the report says why`,
    );
  }
  const rows = view.leases.flatMap(({ leases }) => leases).sort(compare);
  const offset = offsetOf(query.cursor);
  const end = offset + query.limit;
  return {
    servedAt: now.toISOString(),
    environment,
    items: rows
      .slice(offset, end)
      .map(row => toLeaseRow(row, instance, handles)),
    total: view.leases.reduce((sum, { total }) => sum + total, 0),
    looked: view.leases.reduce((sum, { looked }) => sum + looked, 0),
    nextCursor: end < rows.length ? String(end) : undefined,
  };
}

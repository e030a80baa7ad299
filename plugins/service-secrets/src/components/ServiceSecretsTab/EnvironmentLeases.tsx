import {
  LeaseCounts,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

import { useLeases } from '../../hooks/useLeases';
import { LeaseTable } from '../LeaseTable/LeaseTable';
import { Abilities } from '../Operate/useAbilities';
import { useLeaseOperations } from '../Operate/useLeaseOperations';

/** A longer list is read again only when the reader asks for it: every 30 s would be too much for Vault. */
const FOLLOWED_ROWS = 1_000;

interface EnvironmentLeasesProps {
  readonly entityRef: string;
  readonly environment: string;
  readonly counts?: LeaseCounts;
  /** When the report was served; the list follows it. */
  readonly servedAt: string;
  /** How often the reader asked for a refresh. */
  readonly refreshes: number;
  readonly source?: SourceStatus;
  readonly withoutRoles: boolean;
  readonly abilities: Abilities;
  /** Something was renewed or revoked. */
  readonly onChanged: () => void;
}

/** The leases of one environment; they are asked for only when the report counts any. */
export function EnvironmentLeases(props: EnvironmentLeasesProps) {
  const { entityRef, environment, servedAt, refreshes } = props;
  const { counts, source, withoutRoles } = props;
  const total = counts?.total ?? 0;
  const operations = useLeaseOperations(props);
  const leases = useLeases({
    entityRef,
    environment,
    wanted: total > 0,
    reloadKey: total > FOLLOWED_ROWS ? `asked ${refreshes} times` : servedAt,
  });
  return (
    <LeaseTable {...{ counts, leases, source, withoutRoles, operations }} />
  );
}

import {
  LeaseCounts,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

import { LeasesState, useLeases } from '../../hooks/useLeases';
import { LeaseTable } from '../LeaseTable/LeaseTable';
import { Abilities } from '../Operate/useAbilities';
import {
  LeaseOperationParts,
  useLeaseOperations,
} from '../Operate/useLeaseOperations';

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
  readonly abilities: Abilities;
  /** Something was renewed or revoked. */
  readonly onChanged: () => void;
}

const nothingToList: LeasesState = { kind: 'loading' };

function ListedLeases(
  props: EnvironmentLeasesProps & {
    readonly counts: LeaseCounts;
    readonly operations: LeaseOperationParts;
  },
) {
  const { entityRef, environment, servedAt, refreshes, ...shown } = props;
  const { counts, source, operations } = shown;
  const leases = useLeases({
    entityRef,
    environment,
    reloadKey:
      counts.total > FOLLOWED_ROWS ? `asked ${refreshes} times` : servedAt,
  });
  return <LeaseTable {...{ counts, leases, source, operations }} />;
}

/** The leases of one environment; they are asked for only when the report counts any. */
export function EnvironmentLeases(props: EnvironmentLeasesProps) {
  const { counts, source } = props;
  const operations = useLeaseOperations(props);
  return counts && counts.total > 0 ? (
    <ListedLeases {...props} counts={counts} operations={operations} />
  ) : (
    <LeaseTable {...{ counts, source, operations }} leases={nothingToList} />
  );
}

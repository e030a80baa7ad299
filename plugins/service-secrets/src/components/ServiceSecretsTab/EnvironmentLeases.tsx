import {
  LeaseCounts,
  SourceStatus,
} from 'backstage-plugin-service-secrets-common';

import { LeasesState, useLeases } from '../../hooks/useLeases';
import { LeaseTable } from '../LeaseTable/LeaseTable';

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
}

const nothingToList: LeasesState = { kind: 'loading' };

function ListedLeases(
  props: EnvironmentLeasesProps & { readonly counts: LeaseCounts },
) {
  const { entityRef, environment, counts, servedAt, refreshes, source } = props;
  const leases = useLeases({
    entityRef,
    environment,
    reloadKey:
      counts.total > FOLLOWED_ROWS ? `asked ${refreshes} times` : servedAt,
  });
  return <LeaseTable counts={counts} leases={leases} source={source} />;
}

/** The leases of one environment; they are asked for only when the report counts any. */
export function EnvironmentLeases(props: EnvironmentLeasesProps) {
  const { counts, source } = props;
  return counts && counts.total > 0 ? (
    <ListedLeases {...props} counts={counts} />
  ) : (
    <LeaseTable counts={counts} leases={nothingToList} source={source} />
  );
}

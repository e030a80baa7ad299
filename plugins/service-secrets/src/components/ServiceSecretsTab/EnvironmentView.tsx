import {
  EnvironmentReport,
  SourceName,
} from 'backstage-plugin-service-secrets-common';
import { useCallback, useState } from 'react';

import { worstFirst } from '../../format/severityOrder';
import { statusText } from '../../format/statusText';
import { useServerNow } from '../../hooks/useServerClock';
import { CertificateTable } from '../CertificateTable/CertificateTable';
import { DatabaseRoleTable } from '../DatabaseRoleTable/DatabaseRoleTable';
import { FindingFocus, FindingList } from '../FindingList/FindingList';
import { useAbilities } from '../Operate/useAbilities';
import { useCertificateOperations } from '../Operate/useCertificateOperations';
import { SourceList } from '../SourceList/SourceList';
import { StatusLine } from '../StatusLine/StatusLine';
import { WiringPicture } from '../WiringPicture/WiringPicture';
import { EnvironmentLeases } from './EnvironmentLeases';

/** One environment, from the verdict down to where the data comes from. */
export function EnvironmentView(props: {
  readonly entityRef: string;
  readonly servedAt: string;
  readonly report: EnvironmentReport;
  readonly refreshing: boolean;
  readonly onRefresh: () => void;
}) {
  const { entityRef, servedAt, report, refreshing, onRefresh } = props;
  const [focus, setFocus] = useState<FindingFocus>();
  const [refreshes, setRefreshes] = useState(0);
  const now = useServerNow();
  const worst = worstFirst(report.findings).at(0);

  const showFinding = useCallback((findingId: string) => {
    setFocus(previous => ({ findingId, count: (previous?.count ?? 0) + 1 }));
  }, []);
  const refresh = () => {
    setRefreshes(count => count + 1);
    onRefresh();
  };
  const { environment } = report;
  const abilities = useAbilities({ entityRef, environment, refreshes });
  const certificateOperations = useCertificateOperations({
    entityRef,
    environment,
    abilities,
    onChanged: refresh,
  });
  const sourceOf = (wanted: SourceName) =>
    report.sources.find(({ name }) => name === wanted);

  return (
    <>
      <StatusLine
        status={report.status}
        text={() => statusText(entityRef, report, now())}
        refreshing={refreshing}
        onRefresh={refresh}
        onShowFix={worst ? () => showFinding(worst.id) : undefined}
      />
      <WiringPicture report={report} onExplain={showFinding} />
      <EnvironmentLeases
        entityRef={entityRef}
        environment={environment}
        counts={report.leases}
        servedAt={servedAt}
        refreshes={refreshes}
        source={sourceOf('leases')}
        withoutRoles={report.databaseRoles?.length === 0}
        abilities={abilities}
        onChanged={refresh}
      />
      <DatabaseRoleTable
        roles={report.databaseRoles}
        source={sourceOf('databaseRoles')}
      />
      <CertificateTable
        certificates={report.certificates}
        source={sourceOf('certificates')}
        operations={certificateOperations}
      />
      <FindingList findings={report.findings} focus={focus} />
      <SourceList sources={report.sources} />
    </>
  );
}

import { Alert } from '@backstage/ui';
import { ServiceReport } from 'backstage-plugin-service-secrets-common';
import { useState } from 'react';

import { worstEnvironment } from '../../format/severityOrder';
import { ago } from '../../format/time';
import { failureMessage } from '../../hooks/failureKind';
import { ServerClockProvider } from '../../hooks/useServerClock';
import { ClockText } from '../ClockText/ClockText';
import { DeniedClaims } from '../DeniedClaims/DeniedClaims';
import { EnvironmentSwitch } from '../EnvironmentSwitch/EnvironmentSwitch';
import { Message } from '../Message/Message';
import { StatusLine } from '../StatusLine/StatusLine';
import { EnvironmentView } from './EnvironmentView';

function StaleAlert(props: {
  readonly error: Error;
  readonly servedAt: string;
}) {
  const { error, servedAt } = props;
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={
        <ClockText
          text={now => `Stale: this is the report of ${ago(servedAt, now)}`}
        />
      }
      description={
        <>
          Refreshing it failed: <Message text={failureMessage(error)} />
        </>
      }
    />
  );
}

/** A report: the environment looked at, and what was denied. */
export function ReportView(props: {
  readonly report: ServiceReport;
  readonly received: number;
  readonly refreshing: boolean;
  readonly stale?: Error;
  readonly onRefresh: () => void;
}) {
  const { report, received, refreshing, stale, onRefresh } = props;
  const { environments, denied, servedAt, entityRef, status } = report;
  // The worst one comes first, and stays when it mends: what is looked at must not jump away.
  const [chosen, setChosen] = useState(
    () => worstEnvironment(environments)?.environment,
  );
  const environment =
    environments.find(candidate => candidate.environment === chosen) ??
    worstEnvironment(environments);
  return (
    <ServerClockProvider servedAt={servedAt} received={received}>
      {stale ? <StaleAlert error={stale} servedAt={servedAt} /> : null}
      {environments.length > 1 && environment ? (
        <EnvironmentSwitch
          environments={environments}
          selected={environment.environment}
          onSelect={setChosen}
        />
      ) : null}
      {environment ? (
        <EnvironmentView
          key={environment.environment}
          entityRef={entityRef}
          servedAt={servedAt}
          report={environment}
          refreshing={refreshing}
          onRefresh={onRefresh}
        />
      ) : (
        <StatusLine
          status={status}
          text={() => [entityRef, status.sentence, status.detail].join('\n')}
          refreshing={refreshing}
          onRefresh={onRefresh}
        />
      )}
      <DeniedClaims claims={denied} />
    </ServerClockProvider>
  );
}

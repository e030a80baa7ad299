import { Link, Skeleton, Text } from '@backstage/ui';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  annotationName,
  annotationDefinitions,
  ServiceReport,
} from 'backstage-plugin-service-secrets-common';

import { overviewFigures } from '../../format/overviewFigures';
import { ago } from '../../format/time';
import { healthWords, severityWords } from '../../format/words';
import { failureMessage } from '../../hooks/failureKind';
import { ServerClockProvider } from '../../hooks/useServerClock';
import {
  ServiceReportState,
  useServiceReport,
} from '../../hooks/useServiceReport';
import { ClockText } from '../ClockText/ClockText';
import { Message } from '../Message/Message';
import { StateChip } from '../StateChip/StateChip';
import classes from './OverviewCard.module.css';
import { OverviewNumbers } from './OverviewNumbers';
import { useTabLink } from './useTabLink';

function Summary({ report }: { readonly report: ServiceReport }) {
  const figures = overviewFigures(report);
  const worst = figures.findings.at(0);
  const words =
    worst?.message ?? report.denied.at(0)?.reason ?? report.status.sentence;
  return (
    <>
      <OverviewNumbers figures={figures} />
      <div className={classes.worst}>
        {worst ? <StateChip state={severityWords[worst.severity]} /> : null}
        <Text variant="body-medium" color="secondary" as="p">
          <Message text={words} />
        </Text>
      </div>
    </>
  );
}

function Stale(props: { readonly error: Error; readonly servedAt: string }) {
  const { error, servedAt } = props;
  return (
    <Text variant="body-small" color="secondary" as="p">
      <ClockText text={now => `◐ Stale, read ${ago(servedAt, now)}: `} />
      <Message text={failureMessage(error)} />
    </Text>
  );
}

function faceText(state: Exclude<ServiceReportState, { kind: 'ready' }>) {
  const annotation = annotationName(annotationDefinitions.namespace.key);
  switch (state.kind) {
    case 'unbound':
      return `Add the annotation \`${annotation}\` to see the credentials of this service.`;
    case 'invalid':
      return `The annotation \`${state.problems[0].annotation}\` cannot be used: it ${state.problems[0].reason}.`;
    case 'denied':
      return 'You may not see the secrets of this service.';
    case 'loading':
      return '';
    default:
      return `Not known: ${failureMessage(state.error)}`;
  }
}

/** The entity's overview card: three numbers and the worst finding. */
export function OverviewCard() {
  const { entity } = useEntity();
  const { state } = useServiceReport(entity);
  const tab = useTabLink();
  return (
    <EntityInfoCard
      title="Secrets"
      headerActions={
        state.kind === 'ready' ? (
          <StateChip state={healthWords[state.report.status.health]} />
        ) : null
      }
      footerActions={tab ? <Link href={tab}>Open the Secrets tab</Link> : null}
    >
      {state.kind === 'ready' ? (
        <ServerClockProvider
          servedAt={state.report.servedAt}
          received={state.received}
        >
          <Summary report={state.report} />
          {state.stale ? (
            <Stale error={state.stale} servedAt={state.report.servedAt} />
          ) : null}
        </ServerClockProvider>
      ) : null}
      {state.kind === 'loading' ? (
        <div role="status" aria-label="Loading">
          <Skeleton width="100%" height={96} />
        </div>
      ) : null}
      {state.kind !== 'ready' && state.kind !== 'loading' ? (
        <Text variant="body-medium" color="secondary" as="p">
          <Message text={faceText(state)} />
        </Text>
      ) : null}
    </EntityInfoCard>
  );
}

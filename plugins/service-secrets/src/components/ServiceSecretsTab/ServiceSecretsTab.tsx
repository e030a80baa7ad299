import { useEntity } from '@backstage/plugin-catalog-react';

import { useServiceReport } from '../../hooks/useServiceReport';
import {
  DeniedFace,
  FailedFace,
  InvalidFace,
  NotFoundFace,
} from '../TabFaces/AlertFaces';
import { LoadingFace } from '../TabFaces/LoadingFace';
import { UnboundFace } from '../TabFaces/UnboundFace';
import { ReportView } from './ReportView';
import classes from './ServiceSecretsTab.module.css';

function Face() {
  const { entity } = useEntity();
  const { state, refresh } = useServiceReport(entity);
  switch (state.kind) {
    case 'loading':
      return <LoadingFace />;
    case 'unbound':
      return <UnboundFace entity={entity} />;
    case 'invalid':
      return <InvalidFace problems={state.problems} />;
    case 'denied':
      return <DeniedFace error={state.error} onRetry={refresh} />;
    case 'not-found':
      return <NotFoundFace error={state.error} onRetry={refresh} />;
    case 'failed':
      return <FailedFace error={state.error} onRetry={refresh} />;
    default:
      return (
        <ReportView
          key={state.report.entityRef}
          {...state}
          onRefresh={refresh}
        />
      );
  }
}

/** The tab of an entity: which credentials the service uses, how they fare, and why something is broken. */
export function ServiceSecretsTab() {
  return (
    <div className={classes.tab}>
      <Face />
    </div>
  );
}

import { useApi } from '@backstage/core-plugin-api';
import { FleetSummary } from 'backstage-plugin-service-secrets-common';
import { useCallback, useState } from 'react';

import { fleetApiRef } from '../../api/FleetApi';
import { filterKey } from '../../api/fleetQuery';
import { Asked, useAsked } from '../../hooks/useAsked';
import { Collection, useCollection } from '../../hooks/fleet/useCollection';
import { FleetParams, useFleetParams } from '../../hooks/fleet/useFleetParams';
import { FleetRows, useFleetRows } from '../../hooks/fleet/useFleetRows';
import { ReviewRightProvider } from '../../hooks/fleet/useReviewRight';
import { ServerClockProvider } from '../../hooks/useServerClock';
import { ExpiryStrip } from './expiry/ExpiryStrip';
import { Figures } from './Figures';
import { conditionCount } from './filterConditions';
import { FilterPanel } from './FilterPanel';
import { AskedFace, FleetLoadingFace, StaleFace } from './FleetFaces';
import { FleetHead } from './FleetHead';
import classes from './FleetPage.module.css';
import { filteredViews, View, ViewTabs } from './FleetViews';
import { EmptyFleet } from './EmptyFleet';

interface FleetProps {
  readonly params: FleetParams;
  readonly collection: Collection;
  readonly summary: FleetSummary;
  readonly rows: Asked<FleetRows>;
  readonly version: string;
  readonly onChanged: () => void;
}

function Fleet(props: FleetProps) {
  const { params, collection, summary, rows, version, onChanged } = props;
  // A row in the facets is one of the fleet, whatever the filter.
  const empty =
    summary.rows === 0 &&
    conditionCount(params.filter) === 0 &&
    params.view === 'services';
  const filtered = filteredViews.includes(params.view);
  const view = (
    <div className={classes.view}>
      <View
        params={params}
        rows={rows}
        summary={summary}
        version={version}
        onChanged={onChanged}
      />
    </div>
  );
  return (
    <>
      <FleetHead summary={summary} collection={collection} />
      <ViewTabs params={params} />
      {empty ? (
        <EmptyFleet collection={collection} />
      ) : (
        <>
          {filtered ? <Figures summary={summary} /> : null}
          {params.view === 'services' ? (
            <ExpiryStrip
              params={params}
              version={version}
              rowsAreThere={rows.kind === 'ready'}
            />
          ) : null}
          {filtered ? (
            <div className={classes.columns}>
              <FilterPanel params={params} facets={summary.facets} />
              {view}
            </div>
          ) : (
            view
          )}
        </>
      )}
    </>
  );
}

function Loading() {
  return (
    <>
      <FleetLoadingFace height={48} />
      <FleetLoadingFace height={80} />
      <FleetLoadingFace height={420} />
    </>
  );
}

/** The whole fleet: how it fares, every service worst first, and what a platform team works off. */
export function FleetContent() {
  const api = useApi(fleetApiRef);
  const params = useFleetParams();
  const collection = useCollection();
  const [reviewed, setReviewed] = useState(0);
  const onChanged = useCallback(() => setReviewed(count => count + 1), []);
  const version = `${collection.version} ${reviewed}`;
  const { filter } = params;
  const { state, again } = useAsked<FleetSummary>({
    subject: 'summary',
    key: `${filterKey(filter)} ${version}`,
    ask: signal => api.summary(filter, { signal }),
  });
  // Asked for beside the figures: the first rows must not wait for them.
  const rows = useFleetRows(filter, version);
  if (state.kind === 'loading') {
    return (
      <div className={classes.page}>
        <Loading />
      </div>
    );
  }
  if (state.kind !== 'ready') {
    return (
      <div className={classes.page}>
        <AskedFace state={state} what="The fleet" onRetry={again} />
      </div>
    );
  }
  return (
    <ServerClockProvider
      servedAt={state.value.servedAt}
      received={state.received}
    >
      <div className={classes.page}>
        <StaleFace stale={state.stale} />
        <ReviewRightProvider status={collection.state}>
          <Fleet
            params={params}
            collection={collection}
            summary={state.value}
            rows={rows.state}
            version={version}
            onChanged={onChanged}
          />
        </ReviewRightProvider>
      </div>
    </ServerClockProvider>
  );
}

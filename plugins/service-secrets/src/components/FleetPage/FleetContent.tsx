import { useApi } from '@backstage/core-plugin-api';
import { FleetSummary } from 'backstage-plugin-service-secrets-common';
import { useCallback, useId, useState } from 'react';

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
import {
  Answered,
  AskedFace,
  FleetAbsentFace,
  FleetLoadingFace,
  StaleFace,
} from './FleetFaces';
import { FleetHead } from './FleetHead';
import classes from './FleetPage.module.css';
import { filteredViews, View, ViewTabs } from './FleetViews';
import { EmptyFleet } from './EmptyFleet';

interface FleetProps {
  readonly params: FleetParams;
  readonly collection: Collection;
  readonly summary: FleetSummary;
  readonly rows: Asked<FleetRows>;
  /** Figures and rows are not of the filter in the address yet. */
  readonly outdated: boolean;
  readonly version: string;
  readonly onChanged: () => void;
}

/** Over the filter, which has a stop of the Tab key for every value; seen by those who come by keys. */
function SkipFilter({ to }: { readonly to: string }) {
  return (
    <button
      type="button"
      className={classes.skip}
      onClick={() => document.getElementById(to)?.focus()}
    >
      Skip the filter
    </button>
  );
}

/** What stands below the tabs. */
function FleetBody(props: FleetProps) {
  const { params, collection, summary, rows, outdated, version } = props;
  const viewId = useId();
  // A row in the facets is one of the fleet, whatever the filter.
  const isEmpty = summary.rows === 0 && conditionCount(params.filter) === 0;
  if (isEmpty && params.view === 'services') {
    return <EmptyFleet collection={collection} />;
  }
  const view = (
    <div
      id={viewId}
      className={classes.view}
      aria-busy={outdated}
      tabIndex={-1}
    >
      <View
        params={params}
        rows={rows}
        summary={summary}
        outdated={outdated}
        version={version}
        onChanged={props.onChanged}
      />
    </div>
  );
  if (!filteredViews.includes(params.view)) return view;
  return (
    <>
      <Answered state={{ outdated }}>
        <Figures summary={summary} />
      </Answered>
      {params.view === 'services' ? (
        <ExpiryStrip
          params={params}
          version={version}
          rowsAreThere={rows.kind === 'ready'}
        />
      ) : null}
      <div className={classes.columns}>
        <SkipFilter to={viewId} />
        <FilterPanel params={params} facets={summary.facets} />
        {view}
      </div>
    </>
  );
}

function isOutdated(asked: Asked<unknown>): boolean {
  return asked.kind === 'ready' && asked.outdated === true;
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
    choice: filterKey(filter),
    key: version,
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
        {state.kind === 'not-found' ? (
          <FleetAbsentFace onRetry={again} />
        ) : (
          <AskedFace state={state} what="The fleet" onRetry={again} />
        )}
      </div>
    );
  }
  const fleet: FleetProps = {
    params,
    collection,
    summary: state.value,
    rows: rows.state,
    outdated: isOutdated(state) || isOutdated(rows.state),
    version,
    onChanged,
  };
  return (
    <ServerClockProvider
      servedAt={state.value.servedAt}
      received={state.received}
    >
      <div className={classes.page}>
        <StaleFace stale={state.stale} />
        <ReviewRightProvider status={collection.state}>
          <FleetHead summary={state.value} collection={collection} />
          <ViewTabs params={params}>
            <FleetBody {...fleet} />
          </ViewTabs>
        </ReviewRightProvider>
      </div>
    </ServerClockProvider>
  );
}

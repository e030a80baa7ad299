import { FakeFleetApi } from './FakeFleetApi';
import { aResponseError } from './failures';
import { after } from './builders';
import { aCollectionStatus, aFleet } from './fleetBuilders';

function failing(error: Error): FakeFleetApi {
  const api = new FakeFleetApi();
  api.failure = error;
  return api;
}

function running(): FakeFleetApi {
  const api = new FakeFleetApi(aFleet(120));
  api.statusNow = aCollectionStatus({
    running: {
      id: 'run-2',
      state: 'running',
      trigger: 'person',
      by: 'user:default/ada',
      startedAt: after(-20),
      services: 412,
      collected: 150,
      skipped: 12,
      failed: 1,
    },
  });
  return api;
}

/** Answers everything once, then no more: what is shown goes stale. */
function goingStale(): FakeFleetApi {
  const api = new FakeFleetApi(aFleet(40));
  api.statusNow = aCollectionStatus({ running: running().statusNow.running });
  setTimeout(() => {
    api.failure = new Error('connection refused on 127.0.0.1:7007');
  }, 1_500);
  return api;
}

function refusingExport(): FakeFleetApi {
  const api = new FakeFleetApi(aFleet(30));
  api.exportFile = async () => {
    throw aResponseError(
      403,
      'Permission service-secrets.fleet.read is missing',
    );
  };
  return api;
}

/** Somebody who may look, but is in no platform group. */
function outsider(): FakeFleetApi {
  const api = new FakeFleetApi(aFleet(120));
  api.statusNow = aCollectionStatus({ mayReview: false });
  return api;
}

function never(): FakeFleetApi {
  const api = new FakeFleetApi();
  api.statusNow = aCollectionStatus({ last: undefined });
  return api;
}

/** The fleets the examples are of. */
export const fleetScenarios: Readonly<Record<string, () => FakeFleetApi>> = {
  full: () => new FakeFleetApi(aFleet(1_000)),
  many: () => new FakeFleetApi(aFleet(10_000)),
  empty: () => new FakeFleetApi(),
  never,
  outsider,
  running,
  stale: goingStale,
  'export-refused': refusingExport,
  denied: () =>
    failing(
      aResponseError(403, 'Permission service-secrets.fleet.read is missing'),
    ),
  absent: () => failing(aResponseError(404, 'No such route')),
  failed: () => failing(new Error('connection refused on 127.0.0.1:7007')),
  loading: () => {
    const api = new FakeFleetApi();
    api.summary = () => new Promise(() => undefined);
    return api;
  },
};

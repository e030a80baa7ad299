import type {
  MetricAttributes,
  MetricsService,
  MetricsServiceObservableResult,
} from '@backstage/backend-plugin-api/alpha';
import {
  CollectionStatus,
  FleetSummary,
} from 'backstage-plugin-service-secrets-common';

import { FleetReader } from '../serve/FleetReader';
import { RunRecord } from '../records';

/** A scrape asks every gauge; all of one scrape are answered from one reading. */
const SHARED_MS = 10_000;

interface Reading {
  readonly summary: FleetSummary;
  readonly status: Omit<CollectionStatus, 'mayReview'>;
}

type Values = readonly (readonly [
  value: number,
  attributes?: MetricAttributes,
])[];

function byLabel(
  label: string,
  counts: Readonly<Record<string, number>>,
): Values {
  return Object.entries(counts).map(([value, count]) => [
    count,
    { [label]: value },
  ]);
}

/** Each gauge with what it says; the words are its help text. */
const gauges: readonly (readonly [
  name: string,
  description: string,
  read: (reading: Reading) => Values,
])[] = [
  [
    'service_secrets_fleet_services',
    'Services in an environment by health',
    ({ summary }) => byLabel('health', summary.byHealth),
  ],
  [
    'service_secrets_fleet_adoption',
    'Services in an environment by the kind of credential they use',
    ({ summary }) => byLabel('adoption', summary.byAdoption),
  ],
  [
    'service_secrets_fleet_affected_services',
    'Services in an environment with an open finding of that code',
    ({ summary }) =>
      summary.facets.code.map(({ value, count }) => [count, { code: value }]),
  ],
  [
    'service_secrets_fleet_findings_open',
    'Findings that are open and not accepted',
    ({ summary }) => [[summary.openFindings]],
  ],
  [
    'service_secrets_fleet_leases',
    'Database leases; those that cannot be revoked or whose pod is gone are counted apart too',
    ({ summary }) =>
      byLabel('state', {
        all: summary.leases,
        irrevocable: summary.irrevocableLeases,
        orphan: summary.orphanLeases,
      }),
  ],
  [
    'service_secrets_fleet_certificates',
    'Certificates',
    ({ summary }) => [[summary.certificates]],
  ],
  [
    'service_secrets_fleet_next_expiry_timestamp_seconds',
    'When the next certificate, CA or issuance cliff ends',
    ({ summary }) =>
      summary.nextExpiry
        ? [
            [
              Date.parse(summary.nextExpiry.at) / 1000,
              { kind: summary.nextExpiry.what },
            ],
          ]
        : [],
  ],
  [
    'service_secrets_fleet_last_collection_timestamp_seconds',
    'When the last collection ended',
    ({ status }) =>
      status.last?.endedAt
        ? [
            [
              Date.parse(status.last.endedAt) / 1000,
              { state: status.last.state },
            ],
          ]
        : [],
  ],
];

/** What measuring needs. */
export interface FleetMetricsOptions {
  readonly metrics: Pick<
    MetricsService,
    'createObservableGauge' | 'createCounter' | 'createHistogram'
  >;
  readonly reader: Pick<FleetReader, 'summary' | 'status'>;
  readonly clock: () => Date;
}

/**
 * The fleet as metrics. Gauges are read from the database when somebody
 * scrapes, so every replica says the same; runs are counted where they happen.
 */
export class FleetMetrics {
  private reading?: { readonly at: number; readonly value: Promise<Reading> };
  private readonly runs;
  private readonly durations;

  constructor(private readonly options: FleetMetricsOptions) {
    const { metrics } = options;
    this.runs = metrics.createCounter(
      'service_secrets_fleet_collections_total',
      { description: 'Collections of this replica by how they ended' },
    );
    this.durations = metrics.createHistogram(
      'service_secrets_fleet_collection_duration_seconds',
      { description: 'How long collections took', unit: 's' },
    );
    for (const [name, description, read] of gauges) {
      metrics
        .createObservableGauge(name, { description })
        .addCallback(result => this.observe(result, read));
    }
  }

  /** Counts a run that ended. */
  note({ state, startedAt }: RunRecord): void {
    if (state === 'running') return;
    this.runs.add(1, { state });
    const seconds = (this.now() - startedAt) / 1000;
    this.durations.record(seconds, { state });
  }

  private async observe(
    result: MetricsServiceObservableResult,
    read: (reading: Reading) => Values,
  ): Promise<void> {
    try {
      const values = read(await this.read());
      for (const [value, attributes] of values) {
        result.observe(value, attributes);
      }
    } catch {
      // No value is a gap in a chart; a made-up one would be a lie in it.
    }
  }

  private read(): Promise<Reading> {
    const at = this.now();
    if (!this.reading || at - this.reading.at > SHARED_MS) {
      this.reading = { at, value: this.ask() };
    }
    return this.reading.value;
  }

  private async ask(): Promise<Reading> {
    const { reader } = this.options;
    const [summary, status] = await Promise.all([
      reader.summary({}),
      reader.status(),
    ]);
    return { summary, status };
  }

  private now(): number {
    return this.options.clock().getTime();
  }
}

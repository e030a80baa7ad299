/** How big the measured fleet is. */
export interface FleetSize {
  readonly services: number;
  readonly rolesEach: number;
  readonly leasesPerRole: number;
  readonly certificatesEach: number;
  /** What every answer of Vault and Kubernetes takes. */
  readonly latencyMs: number;
}

/** What the backend's process tells; bytes. */
export interface ReplicaFigures {
  readonly calls: Readonly<Record<string, number>>;
  readonly rss: number;
  readonly peakRss: number;
}

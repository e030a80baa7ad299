/** How big the measured fleet is. */
export interface FleetSize {
  readonly services: number;
  readonly rolesEach: number;
  readonly leasesPerRole: number;
  readonly certificatesEach: number;
}

/** What the backend's process tells of itself since it was last asked; bytes. */
export interface ReplicaFigures {
  readonly cpuSeconds: number;
  readonly rss: number;
  readonly peakRss: number;
}

/** What the process of Vault and Kubernetes tells since it was last asked; requests by kind. */
export interface ServerFigures {
  readonly requests: {
    readonly vault: Readonly<Record<string, number>>;
    readonly kubernetes: Readonly<Record<string, number>>;
  };
  readonly cpuSeconds: number;
  readonly rss: number;
}

/** How to reach Vault and Kubernetes. */
export interface FleetAddresses {
  readonly vault: string;
  readonly kubernetes: string;
  readonly caFile: string;
  readonly clusterTokenFile: string;
  readonly vaultTokenFile: string;
}

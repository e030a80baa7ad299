import { Entity } from '@backstage/catalog-model';

/** How big a made-up fleet is, and how slow its upstreams are. */
export interface FleetScale {
  readonly services: number;
  readonly rolesEach: number;
  readonly leasesPerRole: number;
  readonly certificatesEach: number;
  /** What every answer of an upstream takes. */
  readonly latencyMs: number;
}

const TEAMS = 40;

/** The name of a service, which its namespace, auth role and policy have too. */
export function serviceName(index: number): string {
  return `svc-${String(index).padStart(5, '0')}`;
}

/** Every twentieth service is broken: its auth role binds another service account. */
export function isBroken(name: string): boolean {
  return Number(name.slice(4)) % 20 === 0;
}

/** The database roles of a service. */
export function roleNames(name: string, { rolesEach }: FleetScale): string[] {
  return Array.from(
    { length: rolesEach },
    (_unused, index) => `${name}-role-${index}`,
  );
}

/** Names of all services. */
export function serviceNames({ services }: FleetScale): string[] {
  return Array.from({ length: services }, (_unused, index) =>
    serviceName(index),
  );
}

/** The groups that own services. */
export const owners = Array.from(
  { length: TEAMS },
  (_unused, index) => `group:default/team-${index}`,
);

/** The catalog's entities of a made-up fleet. */
export function fleetEntities(scale: FleetScale): Entity[] {
  return serviceNames(scale).map((name, index) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      etag: 'one',
      annotations: {
        'service-secrets.io/namespace': name,
        'service-secrets.io/database-roles': roleNames(name, scale).join(','),
      },
    },
    spec: { type: 'service', lifecycle: 'production' },
    relations: [
      { type: 'ownedBy', targetRef: owners[index % TEAMS] },
      { type: 'partOf', targetRef: `system:default/system-${index % 25}` },
    ],
  }));
}

/** Counts what upstreams are asked, by method. */
export class CallCounter {
  private readonly counts = new Map<string, number>();

  note(method: string): void {
    this.counts.set(method, (this.counts.get(method) ?? 0) + 1);
  }

  /** The counts so far, which start anew. */
  take(): Record<string, number> {
    const counts = Object.fromEntries(this.counts);
    this.counts.clear();
    return counts;
  }
}

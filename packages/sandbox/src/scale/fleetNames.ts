/** How big a fleet the servers are filled with. */
export interface FleetSize {
  readonly services: number;
  readonly rolesEach: number;
  /** One for each pod of the service. */
  readonly leasesPerRole: number;
  readonly certificatesEach: number;
}

/** What the parts of a service are called; the catalog of the measured backend says the same. */
export interface FleetService {
  /** Of the service, its namespace, Deployment, service account, auth role and policy. */
  readonly name: string;
  readonly databaseRoles: readonly string[];
  readonly connection: string;
  readonly certificates: readonly string[];
  readonly pods: number;
  /** Its auth role binds another service account. */
  readonly broken: boolean;
}

const BROKEN_EVERY = 20;
const CONNECTIONS = 40;

/** Database roles nobody claims. */
export const forgottenRoles: readonly string[] = Array.from(
  { length: 20 },
  (_unused, index) => `forgotten-${index}`,
);

/** Database connections the roles are spread over. */
export const fleetConnections: readonly string[] = Array.from(
  { length: CONNECTIONS },
  (_unused, index) => `db-${index}`,
);

/** What a connection is for, as Vault wants to be told. */
export function rolesOf(
  connection: string,
  services: readonly FleetService[],
): string[] {
  const forgotten = connection === fleetConnections[0] ? forgottenRoles : [];
  return services
    .filter(service => service.connection === connection)
    .flatMap(({ databaseRoles }) => databaseRoles)
    .concat(forgotten);
}

/** The services of a fleet. */
export function fleetServices(size: FleetSize): FleetService[] {
  const numbers = (count: number) => Array.from({ length: count }).keys();
  return [...numbers(size.services)].map(index => {
    const name = `svc-${String(index).padStart(5, '0')}`;
    return {
      name,
      databaseRoles: [...numbers(size.rolesEach)].map(
        role => `${name}-role-${role}`,
      ),
      connection: fleetConnections[index % CONNECTIONS],
      certificates: [...numbers(size.certificatesEach)].map(
        certificate => `${name}-tls-${certificate}`,
      ),
      pods: size.leasesPerRole,
      broken: index % BROKEN_EVERY === 0,
    };
  });
}

import { certificateVault } from '../seed/certificateObjects';
import { seedPlatform } from '../seed/platform';
import { SeedContext, writeVault } from '../seed/SeedContext';
import { authRole, databaseRole, policy } from '../seed/vaultObjects';
import {
  fleetConnections,
  FleetService,
  fleetServices,
  FleetSize,
  forgottenRoles,
  rolesOf,
} from './fleetNames';
import { issuerSeed, seedServiceObjects } from './fleetObjects';
import { inParallel } from './inParallel';

/** Requests of the loader under way at once. */
const WIDTH = 16;

/** Everything a fleet is filled in through; the database is not asked. */
export type FleetContext = Omit<SeedContext, 'postgres' | 'postgresTls'>;

async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  await inParallel(items.length, index => work(items[index]), WIDTH);
}

function role(name: string, connection: string) {
  const lifetimes = { defaultTtl: '12h', maxTtl: '24h' };
  return databaseRole({ name, connection, group: 'readers', ...lifetimes });
}

async function seedConnections(
  context: SeedContext,
  services: readonly FleetService[],
): Promise<void> {
  await each(fleetConnections, name =>
    writeVault(context, {
      path: `database/config/${name}`,
      body: {
        plugin_name: 'postgresql-database-plugin',
        connection_url: `postgresql://{{username}}:{{password}}@${name}.example.com:5432/${name}?sslmode=verify-full`,
        username: 'vault',
        password: 'never used',
        allowed_roles: rolesOf(name, services),
        verify_connection: false,
      },
    }),
  );
  await each(forgottenRoles, name =>
    writeVault(context, role(name, fleetConnections[0])),
  );
}

async function seedServiceVault(
  context: SeedContext,
  service: FleetService,
): Promise<void> {
  const { name, databaseRoles, connection, broken } = service;
  for (const each_ of databaseRoles)
    await writeVault(context, role(each_, connection));
  const paths = databaseRoles.map(each_ => `database/creds/${each_}`);
  const writes = [
    policy(name, Object.fromEntries(paths.map(path => [path, ['read']]))),
    authRole({
      name,
      serviceAccount: broken ? 'legacy' : name,
      namespace: name,
      policies: [name],
    }),
    ...certificateVault(issuerSeed(service, context.vault.address)),
  ];
  for (const write of writes) await writeVault(context, write);
}

async function grantLeases(
  context: SeedContext,
  { databaseRoles, pods }: FleetService,
): Promise<void> {
  const { vault, vaultToken: token } = context;
  for (const name of databaseRoles) {
    const path = `database/creds/${name}`;
    for (let pod = 0; pod < pods; pod += 1)
      await vault.call({ method: 'GET', path, token });
  }
}

/** Fills Vault and the cluster over HTTP. */
export async function seedFleet(
  fleet: FleetContext,
  size: FleetSize,
): Promise<void> {
  const context: SeedContext = {
    ...fleet,
    // Nothing below runs SQL; a step that would is a mistake and fails.
    postgres: { host: '127.0.0.1', port: 1, url: () => 'postgresql://none' },
    postgresTls: { sslmode: 'disable' },
  };
  await seedPlatform(context);
  const services = fleetServices(size);
  await seedConnections(context, services);
  // One system after the other: a connection that idles may be closed in the moment it is used again.
  await each(services, service => seedServiceVault(context, service));
  await each(services, service => seedServiceObjects(context, service));
  // After the pods, as an agent's login would be.
  await each(services, service => grantLeases(context, service));
}

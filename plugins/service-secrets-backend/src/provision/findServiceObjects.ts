import { ServiceName } from 'backstage-plugin-service-secrets-common';
import { isOwnedBy, ManifestRef } from 'backstage-plugin-service-secrets-node';

import { offersFor } from './checkRequest';
import { objectPath } from './describeChange';
import { LedgerRun, LedgerStore, nameOf } from './ledger/LedgerStore';
import { describeRef } from './manifestSteps';
import { Place, provisionerOf } from './Places';
import { ProvisionConfig } from './ProvisionConfig';
import { Remover } from './Remover';
import {
  joinObjects,
  objectsByLedger,
  objectsByName,
  ServiceObjects,
} from './serviceObjects';

/** Which service is looked for, and where. */
export interface Search {
  readonly service: {
    readonly entityRef: string;
    readonly owner: string;
    readonly environment: string;
  };
  /** As the catalog knows it; what runs were for is known from the ledger. */
  readonly names: readonly ServiceName[];
  readonly place: Place;
}

/** What a service has, and what the ledger knows of it. */
export interface Found extends ServiceObjects {
  readonly runs: readonly LedgerRun[];
  readonly names: readonly ServiceName[];
  /** Removed since, or never written; nothing to do about them. */
  readonly notOurs: readonly { what: string; reason: string }[];
}

/** Runs that something may be left of. */
async function standingRuns(ledger: LedgerStore, search: Search) {
  const runs = await ledger.runsOf(search.service);
  return runs.filter(({ state }) => state !== 'undone' && state !== 'retired');
}

function namesOf(runs: readonly LedgerRun[], search: Search): ServiceName[] {
  const all = [...search.names, ...runs.map(nameOf)];
  return [
    ...new Map(
      all.map(each => [`${each.namespace}/${each.name}`, each]),
    ).values(),
  ];
}

/** Every name a service has, as the catalog and the ledger know it. */
export async function knownNames(
  ledger: LedgerStore,
  search: Search,
): Promise<ServiceName[]> {
  return namesOf(await standingRuns(ledger, search), search);
}

async function existing(
  candidates: ServiceObjects,
  place: Place,
  remover: Remover,
): Promise<Pick<Found, 'vault' | 'allowedRoles' | 'notOurs'>> {
  const vault = provisionerOf(place);
  const ours: Found['vault'][number][] = [];
  const notOurs: { what: string; reason: string }[] = [];
  for (const object of candidates.vault) {
    const actual = await vault.read(object);
    if (!actual) continue;
    if (await remover.isOurs(object, actual)) ours.push(object);
    else {
      notOurs.push({
        what: objectPath(object),
        reason: 'It does not name this service as its owner',
      });
    }
  }
  const roleNames = new Set(ours.map(({ name }) => name));
  const allowedRoles: Found['allowedRoles'][number][] = [];
  for (const allowed of candidates.allowedRoles) {
    const present = (await vault.allowedRoles(allowed)) ?? [];
    // A name in the list is ours when the role is, or when no such role is there that could be anybody's.
    const isForeign = notOurs.some(({ what }) =>
      what.endsWith(`/${allowed.role}`),
    );
    const isOurs = roleNames.has(allowed.role) || !isForeign;
    if (present.includes(allowed.role) && isOurs) allowedRoles.push(allowed);
  }
  return { vault: ours, allowedRoles, notOurs };
}

async function existingManifests(
  refs: readonly ManifestRef[],
  { place, service }: Search,
): Promise<ManifestRef[]> {
  const cluster = place.cluster.provisioner;
  if (!cluster) return [...refs];
  const found: ManifestRef[] = [];
  for (const ref of refs) {
    const object = await cluster.owner(ref);
    if (object.exists && isOwnedBy(service, object)) found.push(ref);
  }
  return found;
}

/** What a service has: from the ledger, and by the names provisioning would have made, where our marker is. */
export async function findServiceObjects(
  search: Search,
  context: { ledger: LedgerStore; config: ProvisionConfig; remover: Remover },
): Promise<Found> {
  const { ledger, config, remover } = context;
  const { owner, environment } = search.service;
  const runs = await standingRuns(ledger, search);
  const steps = await Promise.all(runs.map(({ id }) => ledger.steps(id)));
  const names = namesOf(runs, search);
  const offers = offersFor(config, owner, environment);
  const candidates = joinObjects([
    objectsByLedger(steps.flat().map(({ target }) => target)),
    ...names.map(name =>
      objectsByName(name, offers, search.place.instance.mounts),
    ),
  ]);
  return {
    ...(await existing(candidates, search.place, remover)),
    manifests: await existingManifests(candidates.manifests, search),
    ...{ runs, names },
  };
}

/** Everything found that goes, by path, in the order it would go. */
export function pathsOf({ vault, manifests }: Found): string[] {
  const ofKind = (kinds: readonly string[]) =>
    vault.filter(({ kind }) => kinds.includes(kind)).map(objectPath);
  return [
    ...ofKind(['auth-role']),
    ...[...manifests]
      .reverse()
      .filter(({ kind }) => kind !== 'Namespace')
      .map(describeRef),
    ...ofKind(['database-role', 'static-role', 'pki-role', 'kv-placeholder']),
    ...ofKind(['policy']),
  ];
}

/** Namespaces that were made for the service; they stay. */
export function stayingNamespaces({ manifests }: Found): string[] {
  return manifests.filter(({ kind }) => kind === 'Namespace').map(describeRef);
}

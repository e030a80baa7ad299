import { createHash } from 'node:crypto';
import { compact, type JsonObject } from '../api/json';
import type { Registry, ReviewType } from '../resources/Registry';
import { groupVersionOf, type ResourceType } from '../resources/ResourceType';

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

function unlessEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function byName<T extends { plural: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function isIn({ group, version }: GroupVersion) {
  return (item: GroupVersion) =>
    item.group === group && item.version === version;
}

// Clients compare it to learn that stored objects changed their form.
function storageVersionHash(type: ResourceType): string {
  const name = `${type.group}/${type.version}/${type.kind}`;
  const digest = createHash('sha256').update(name).digest();
  return digest.subarray(0, 8).toString('base64');
}

function resourceEntries(type: ResourceType): JsonObject[] {
  const { plural, singular, namespaced, kind } = type;
  const main = compact({
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs: type.verbs,
    shortNames: unlessEmpty(type.shortNames),
    categories: unlessEmpty(type.categories),
    storageVersionHash: storageVersionHash(type),
  });
  const parts = [...type.subresources]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(part =>
      compact({
        name: `${plural}/${part.name}`,
        singularName: '',
        namespaced,
        group: part.group,
        version: part.version,
        kind: part.kind,
        verbs: part.verbs,
      }),
    );
  return [main, ...parts];
}

function reviewEntry({ plural, kind, namespaced }: ReviewType): JsonObject {
  const singularName = kind.toLowerCase();
  const verbs = ['create'];
  return { name: plural, singularName, namespaced, kind, verbs };
}

/** What the server has, in the forms clients ask for. */
export class Discovery {
  constructor(private readonly registry: Registry) {}

  /** `/api`. */
  coreVersions(serverAddress: string): JsonObject {
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
    };
  }

  /** `/apis`. */
  groups(): JsonObject {
    const groups = this.#groupNames().map(name => this.#group(name));
    return { kind: 'APIGroupList', apiVersion: 'v1', groups };
  }

  /** `/apis/<group>`, or undefined when there is no such group. */
  group(name: string): JsonObject | undefined {
    if (!this.#groupNames().includes(name)) return undefined;
    return { kind: 'APIGroup', apiVersion: 'v1', ...this.#group(name) };
  }

  /** `/api/v1` or `/apis/<group>/<version>`, or undefined when nothing lives there. */
  resources(place: GroupVersion): JsonObject | undefined {
    if (!this.registry.hasGroupVersion(place.group, place.version))
      return undefined;
    const types = byName(this.registry.types.filter(isIn(place)));
    const reviews = byName(this.registry.reviews.filter(isIn(place)));
    return compact({
      kind: 'APIResourceList',
      // The core list predates the field and has been sent without it ever since.
      apiVersion: place.group ? 'v1' : undefined,
      groupVersion: groupVersionOf(place),
      resources: [
        ...types.flatMap(resourceEntries),
        ...reviews.map(reviewEntry),
      ],
    });
  }

  /** Everything at once: the core group for `/api`, the named groups for `/apis`. */
  aggregated(root: 'api' | 'apis'): JsonObject {
    const names = root === 'api' ? [''] : this.#groupNames();
    return {
      kind: 'APIGroupDiscoveryList',
      apiVersion: 'apidiscovery.k8s.io/v2',
      metadata: {},
      items: names.map(name => ({
        metadata: name ? { name } : {},
        versions: this.#versions(name).map(version =>
          this.#aggregatedVersion({ group: name, version }),
        ),
      })),
    };
  }

  #groupNames(): string[] {
    const names = this.registry.groupVersions().map(({ group }) => group);
    return [...new Set(names)].filter(name => name !== '');
  }

  #versions(name: string): string[] {
    return this.registry
      .groupVersions()
      .filter(({ group }) => group === name)
      .map(({ version }) => version);
  }

  #group(name: string): JsonObject {
    const versions = this.#versions(name).map(version => ({
      groupVersion: `${name}/${version}`,
      version,
    }));
    return { name, versions, preferredVersion: versions[0] };
  }

  #aggregatedVersion(place: GroupVersion): JsonObject {
    const types = byName(this.registry.types.filter(isIn(place)));
    const reviews = byName(this.registry.reviews.filter(isIn(place)));
    return {
      version: place.version,
      resources: [
        ...types.map(aggregatedResource),
        ...reviews.map(({ plural, kind, namespaced }) => ({
          resource: plural,
          responseKind: { group: '', version: '', kind },
          scope: namespaced ? 'Namespaced' : 'Cluster',
          singularResource: kind.toLowerCase(),
          verbs: ['create'],
        })),
      ],
      freshness: 'Current',
    };
  }
}

function aggregatedResource(type: ResourceType): JsonObject {
  const isCustom = type.schema !== undefined;
  const own = isCustom
    ? { group: type.group, version: type.version }
    : { group: '', version: '' };
  const subresources = [...type.subresources]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(part => ({
      subresource: part.name,
      responseKind: {
        group: part.group ?? own.group,
        version: part.version ?? own.version,
        kind: part.kind,
      },
      verbs: part.verbs,
    }));
  return compact({
    resource: type.plural,
    responseKind: { ...own, kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    shortNames: unlessEmpty(type.shortNames),
    categories: unlessEmpty(type.categories),
    subresources: unlessEmpty(subresources),
  });
}

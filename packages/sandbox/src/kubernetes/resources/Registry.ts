import { resourceNotFound } from '../api/status';
import type { ResourceType } from './ResourceType';

/** A resource that is only created and never stored: access and token reviews. */
export interface ReviewType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const reviews: readonly ReviewType[] = [
  ['authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'],
  ['authentication.k8s.io', 'tokenreviews', 'TokenReview'],
  [
    'authorization.k8s.io',
    'localsubjectaccessreviews',
    'LocalSubjectAccessReview',
  ],
  [
    'authorization.k8s.io',
    'selfsubjectaccessreviews',
    'SelfSubjectAccessReview',
  ],
  ['authorization.k8s.io', 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'],
  ['authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'],
].map(([group, plural, kind]) => ({
  group,
  version: 'v1',
  plural,
  kind,
  namespaced: plural === 'localsubjectaccessreviews',
}));

/** Which resources the server has now. Installing a CustomResourceDefinition adds to it. */
export class Registry {
  readonly reviews = reviews;
  #types: ResourceType[];

  constructor(builtIn: readonly ResourceType[]) {
    this.#types = [...builtIn];
  }

  /** All resources, in discovery order. */
  get types(): readonly ResourceType[] {
    return this.#types;
  }

  /** The resource under a group, version and plural, or undefined. */
  find(
    group: string,
    version: string,
    plural: string,
  ): ResourceType | undefined {
    return this.#types.find(
      type =>
        type.plural === plural &&
        type.group === group &&
        type.version === version,
    );
  }

  /** The resource a built-in part of the server relies on. */
  require(group: string, plural: string): ResourceType {
    const type = this.#types.find(
      item => item.group === group && item.plural === plural,
    );
    if (!type) throw resourceNotFound();
    return type;
  }

  /** Group versions in the order discovery tells them, the core group first. */
  groupVersions(): Array<{ group: string; version: string }> {
    const seen = new Map<string, { group: string; version: string }>();
    for (const { group, version } of [...this.#types, ...this.reviews])
      seen.set(`${group}/${version}`, { group, version });
    return [...seen.values()];
  }

  /** True when some resource lives under the group and version. */
  hasGroupVersion(group: string, version: string): boolean {
    return this.groupVersions().some(
      item => item.group === group && item.version === version,
    );
  }

  /** Replaces the versions of one custom resource. */
  install(types: readonly ResourceType[]): void {
    const [first] = types;
    if (!first) return;
    this.uninstall(first.group, first.plural);
    this.#types.push(...types);
  }

  /** Forgets a custom resource. */
  uninstall(group: string, plural: string): void {
    this.#types = this.#types.filter(
      type => type.group !== group || type.plural !== plural,
    );
  }
}

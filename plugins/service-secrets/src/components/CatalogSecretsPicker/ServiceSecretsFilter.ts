import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { EntityFilter } from '@backstage/plugin-catalog-react';
import {
  Health,
  SERVICE_SECRETS_NAMESPACE_ANNOTATION,
  ServicesInState,
} from 'backstage-plugin-service-secrets-common';

import { isServiceSecretsAvailable } from '../../isServiceSecretsAvailable';

/** What can be picked, in the order it is offered: a state, or that there are no secrets. */
export const pickedStates = [
  'broken',
  'unknown',
  'degraded',
  'healthy',
  'none',
] as const satisfies readonly (Health | 'none')[];
/** What can be picked. */
export type PickedState = (typeof pickedStates)[number];

/**
 * Entities that the catalog is asked for by id at most. Ids stand in the URL
 * of the question and, with its cursor, of the page; proxies take some 8,000
 * characters.
 */
export const MOST_BY_ID = 100;

/** No entity has this id; an empty list would be no condition. */
const NOBODY = 'none';

/**
 * Services in the picked states. The catalog is asked for just these where it
 * can be; what it answers beyond is left out here.
 */
export class ServiceSecretsFilter implements EntityFilter {
  private readonly refs: ReadonlySet<string>;

  constructor(
    readonly values: readonly PickedState[],
    private readonly services: ServicesInState['items'],
  ) {
    this.refs = new Set(services.map(({ entityRef }) => entityRef));
  }

  /** Whether the catalog answers with more than fits, so that its pages get shorter here. */
  get isCoarse(): boolean {
    return this.values.includes('none') || !this.hasIds;
  }

  getCatalogFilters(): Record<string, string | symbol | (string | symbol)[]> {
    // The catalog cannot be asked for what an entity lacks.
    if (this.values.includes('none')) return {};
    if (this.services.length === 0) return { 'metadata.uid': NOBODY };
    if (this.hasIds) return { 'metadata.uid': this.ids };
    const annotation = `metadata.annotations.${SERVICE_SECRETS_NAMESPACE_ANNOTATION}`;
    return { [annotation]: CATALOG_FILTER_EXISTS };
  }

  filterEntity(entity: Entity): boolean {
    return (
      this.refs.has(stringifyEntityRef(entity)) ||
      (this.values.includes('none') && !isServiceSecretsAvailable(entity))
    );
  }

  toQueryValue(): string[] {
    return [...this.values];
  }

  /** The same for filters that leave the same entities. */
  get key(): string {
    return [...this.values, ...this.refs].join(' ');
  }

  private get ids(): string[] {
    return this.services.flatMap(({ uid }) => uid ?? []);
  }

  private get hasIds(): boolean {
    const { length } = this.services;
    return length <= MOST_BY_ID && this.ids.length === length;
  }
}

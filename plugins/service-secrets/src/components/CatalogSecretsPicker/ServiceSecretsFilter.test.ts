import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';

import { anEntity, boundEntity } from '../../testSupport/entities';
import { MOST_BY_ID, ServiceSecretsFilter } from './ServiceSecretsFilter';

function services(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    entityRef: `component:default/s${index}`,
    uid: `uid-${index}`,
    health: 'broken' as const,
  }));
}

const gradeApi = {
  entityRef: 'component:default/grade-api',
  uid: 'uid',
  health: 'broken' as const,
};

describe('ServiceSecretsFilter', () => {
  it('asks the catalog for exactly the services, by their ids', () => {
    const filter = new ServiceSecretsFilter(['broken'], services(2));

    expect(filter.getCatalogFilters()).toEqual({
      'metadata.uid': ['uid-0', 'uid-1'],
    });
    expect(filter.isCoarse).toBe(false);
  });

  it('asks the catalog for nobody when there are none, which an empty list would not', () => {
    const filter = new ServiceSecretsFilter(['broken'], []);

    expect(filter.getCatalogFilters()).toEqual({ 'metadata.uid': 'none' });
    expect(filter.filterEntity(boundEntity)).toBe(false);
  });

  it.each([
    ['more than a URL holds', services(MOST_BY_ID + 1)],
    ['one without id', [{ ...gradeApi, uid: undefined }]],
  ])(
    'asks the catalog for every service with secrets when there is %s',
    (_what, found) => {
      const filter = new ServiceSecretsFilter(['broken'], found);

      expect(filter.getCatalogFilters()).toEqual({
        'metadata.annotations.service-secrets.io/namespace':
          CATALOG_FILTER_EXISTS,
      });
      expect(filter.isCoarse).toBe(true);
    },
  );

  it('leaves only the services in the state', () => {
    const filter = new ServiceSecretsFilter(['broken'], [gradeApi]);
    const other = anEntity(boundEntity.metadata.annotations);
    other.metadata.name = 'other';

    expect(filter.filterEntity(boundEntity)).toBe(true);
    expect(filter.filterEntity(other)).toBe(false);
  });

  it('leaves entities without secrets when they are picked', () => {
    const filter = new ServiceSecretsFilter(['none'], []);

    expect(filter.getCatalogFilters()).toEqual({});
    expect(filter.filterEntity(anEntity())).toBe(true);
    expect(filter.filterEntity(boundEntity)).toBe(false);
  });

  it('stands in the URL by its states', () => {
    const filter = new ServiceSecretsFilter(['broken', 'none'], [gradeApi]);

    expect(filter.toQueryValue()).toEqual(['broken', 'none']);
  });
});

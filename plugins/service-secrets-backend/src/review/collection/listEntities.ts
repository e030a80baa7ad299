import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { SERVICE_SECRETS_NAMESPACE_ANNOTATION } from 'backstage-plugin-service-secrets-common';

import { FleetEntity, toFleetEntity } from './FleetEntity';

const PAGE = 200;

/** What listing needs. */
export interface ListOptions {
  readonly catalog: Pick<CatalogService, 'queryEntities'>;
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
}

/**
 * Every entity with our annotation, page by page, with the plugin's own
 * credentials. Throws when a page is missing: half a list would look like
 * services that are gone.
 */
export async function listEntities({
  catalog,
  auth,
}: ListOptions): Promise<FleetEntity[]> {
  const credentials = await auth.getOwnServiceCredentials();
  const found: FleetEntity[] = [];
  let cursor: string | undefined;
  do {
    const { items, pageInfo } = await catalog.queryEntities(
      cursor === undefined
        ? {
            filter: {
              [`metadata.annotations.${SERVICE_SECRETS_NAMESPACE_ANNOTATION}`]:
                CATALOG_FILTER_EXISTS,
            },
            limit: PAGE,
          }
        : { cursor, limit: PAGE },
      { credentials },
    );
    found.push(...items.map(toFleetEntity));
    cursor = pageInfo.nextCursor;
  } while (cursor !== undefined);
  return found;
}

import {
  coreExtensionData,
  createFrontendModule,
  ExtensionBoundary,
  PageLayout,
} from '@backstage/frontend-plugin-api';
import { CatalogTable } from '@backstage/plugin-catalog';
import catalogPlugin, {
  CatalogIndexPage,
} from '@backstage/plugin-catalog/alpha';
import { withServiceSecretsColumn } from 'backstage-plugin-service-secrets';

const withSecrets = withServiceSecretsColumn(CatalogTable.defaultColumnsFunc);

/** Nothing here has tags, and everything is a service: the names need the room. */
const left: readonly unknown[] = ['entity.metadata.tags', 'entity.spec.type'];
const columns: typeof withSecrets = list =>
  withSecrets(list).filter(({ field }) => !left.includes(field));

/**
 * The catalog's page with our column. The page takes filters from everybody,
 * columns from nobody, so an app that wants one gives the page another body.
 */
const catalogPage = catalogPlugin.getExtension('page:catalog').override({
  factory(originalFactory, { node, inputs, config }) {
    const filters = inputs.filters.map(filter =>
      filter.get(coreExtensionData.reactElement),
    );
    const original = originalFactory();
    const body = ExtensionBoundary.lazy(node, async () => (
      <CatalogIndexPage
        columns={columns}
        filters={<>{filters}</>}
        pagination={config.pagination}
      />
    ));
    const title = original.get(coreExtensionData.title);
    return [
      ...original,
      coreExtensionData.reactElement(
        <PageLayout title={title} icon={original.get(coreExtensionData.icon)}>
          {body}
        </PageLayout>,
      ),
    ];
  },
});

/** What the demo changes about the catalog. */
export const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [catalogPage],
});

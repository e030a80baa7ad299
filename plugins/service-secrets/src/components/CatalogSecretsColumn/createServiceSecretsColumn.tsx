import { TableColumn } from '@backstage/core-components';
import { Entity } from '@backstage/catalog-model';

import { isServiceSecretsAvailable } from '../../isServiceSecretsAvailable';
import { CatalogSecretsCell } from './CatalogSecretsCell';

/** A row of a table of entities, such as `CatalogTableRow`. */
export interface EntityRow {
  readonly entity: Entity;
}

/** What may be chosen of the column. */
export interface ServiceSecretsColumnOptions {
  /** The path of the Secrets tab on the entity's page; `secrets` by default. */
  readonly tabPath?: string;
}

/** The column "Secrets" for a table of entities; give it to the `CatalogTable`. */
export function createServiceSecretsColumn<Row extends EntityRow>(
  options: ServiceSecretsColumnOptions = {},
): TableColumn<Row> {
  return {
    title: 'Secrets',
    width: 'auto',
    // A page knows the states of its own rows only; the filter orders all of them.
    sorting: false,
    searchable: false,
    render: ({ entity }) => <CatalogSecretsCell entity={entity} {...options} />,
  };
}

/** How the catalog makes the columns of the list it shows, such as `CatalogTableColumnsFunc`. */
export type EntityColumns<
  Row extends EntityRow,
  List extends { readonly entities: Entity[] },
> = (list: List) => TableColumn<Row>[];

/** The catalog's columns with ours after the name; without it where nothing listed has secrets, such as groups. */
export function withServiceSecretsColumn<
  Row extends EntityRow,
  List extends { readonly entities: Entity[] },
>(
  columns: EntityColumns<Row, List>,
  options?: ServiceSecretsColumnOptions,
): EntityColumns<Row, List> {
  return list => {
    const all = columns(list);
    if (!list.entities.some(isServiceSecretsAvailable)) return all;
    const name = all.findIndex(({ highlight }) => highlight) + 1;
    return [
      ...all.slice(0, name),
      createServiceSecretsColumn<Row>(options),
      ...all.slice(name),
    ];
  };
}

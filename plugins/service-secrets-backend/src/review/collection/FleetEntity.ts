import {
  Entity,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  BindingResult,
  readServiceBinding,
} from 'backstage-plugin-service-secrets-common';

/** What the fleet keeps of a catalog entity. */
export interface FleetEntity {
  readonly entityRef: string;
  readonly title: string;
  readonly owner?: string;
  readonly system?: string;
  readonly lifecycle?: string;
  /** Changes when the entity does. */
  readonly tag: string;
  readonly binding: BindingResult;
}

function relation(
  { relations = [] }: Entity,
  type: string,
  kind?: string,
): string | undefined {
  return relations
    .filter(found => found.type === type)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'))
    .find(ref => kind === undefined || ref.startsWith(`${kind}:`));
}

/** Reads what the fleet needs from an entity, so that the entity itself need not be kept. */
export function toFleetEntity(entity: Entity): FleetEntity {
  const { metadata, spec } = entity;
  const lifecycle = spec?.lifecycle;
  return {
    entityRef: stringifyEntityRef(entity),
    title: metadata.title ?? metadata.name,
    owner: relation(entity, RELATION_OWNED_BY),
    system: relation(entity, RELATION_PART_OF, 'system'),
    lifecycle: typeof lifecycle === 'string' ? lifecycle : undefined,
    tag: metadata.etag ?? '',
    binding: readServiceBinding(entity),
  };
}

import {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  readServiceBinding,
  SERVICE_SECRETS_NAMESPACE_ANNOTATION,
  ServiceBinding,
  serviceCredentialOperatePermission,
  serviceReportReadPermission,
} from 'backstage-plugin-service-secrets-common';

import { AccessConfig } from '../config';

/** What deciding about access needs. */
export interface AccessOptions {
  readonly catalog: Pick<
    CatalogService,
    'getEntityByRef' | 'getEntitiesByRefs'
  >;
  readonly permissions: Pick<PermissionsService, 'authorize'>;
  readonly userInfo: UserInfoService;
  readonly access: AccessConfig;
}

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** What a caller wants to do with a service. */
export interface Purpose {
  readonly permission: typeof serviceReportReadPermission;
  /** What it is, after "You may not". */
  readonly words: string;
  /** Whether `access.reports` can open it to others than the owners. */
  readonly ownersOnly: boolean;
}

const reading: Purpose = {
  permission: serviceReportReadPermission,
  words: 'read the secrets of this service',
  ownersOnly: false,
};

/** Renewing, revoking and re-issuing. */
export const operating: Purpose = {
  permission: serviceCredentialOperatePermission,
  words: 'renew, revoke or re-issue the credentials of this service',
  ownersOnly: true,
};

/** Entity refs of the owners, from the catalog's relations, in lower case. */
export function ownersOf({ relations = [] }: Entity): string[] {
  return relations
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'));
}

/**
 * Decides who may do what with which service, three times over: the catalog
 * must show the entity to the caller, the permission framework must allow it,
 * and the caller must own it. The last one holds when the permission framework is
 * switched off, where it allows everything.
 */
export class EntityAccess {
  constructor(private readonly options: AccessOptions) {}

  /** The binding of a service the caller may read, or use for that purpose; throws what the caller may be told. */
  async bindingFor(
    entityRef: string,
    credentials: UserCredentials,
    purpose = reading,
  ): Promise<ServiceBinding> {
    const { catalog } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) {
      throw new NotFoundError(
        'The catalog has no such entity, or does not show it to you',
      );
    }
    await this.checkPermission(entityRef, credentials, purpose);
    await this.checkOwnership(entity, credentials, purpose);
    return readBinding(entity);
  }

  /**
   * Those of the services that the caller may read, by their refs as given.
   * The same rules, decided for all of them at once.
   */
  async readable(
    entityRefs: readonly string[],
    credentials: UserCredentials,
  ): Promise<Map<string, Entity>> {
    const { catalog } = this.options;
    const { items } = await catalog.getEntitiesByRefs(
      {
        entityRefs: [...entityRefs],
        fields: ['apiVersion', 'kind', 'metadata', 'relations'],
      },
      { credentials },
    );
    const shown = entityRefs.flatMap((entityRef, index) => {
      const entity = items[index];
      return entity ? [{ entityRef, entity }] : [];
    });
    if (shown.length === 0) return new Map();
    const [decisions, isAdmitted] = await Promise.all([
      this.options.permissions.authorize(
        shown.map(({ entityRef }) => ({
          permission: serviceReportReadPermission,
          resourceRef: entityRef,
        })),
        { credentials },
      ),
      this.admission(credentials),
    ]);
    return new Map(
      shown
        .filter(
          ({ entity }, index) =>
            decisions[index]?.result === AuthorizeResult.ALLOW &&
            isAdmitted(entity),
        )
        .map(({ entityRef, entity }) => [entityRef, entity]),
    );
  }

  private async checkPermission(
    entityRef: string,
    credentials: UserCredentials,
    { permission, words }: Purpose,
  ): Promise<void> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission, resourceRef: entityRef }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You may not ${words}: permission ${permission.name} is missing`,
      );
    }
  }

  private async checkOwnership(
    entity: Entity,
    credentials: UserCredentials,
    { words, ownersOnly }: Purpose,
  ): Promise<void> {
    const isAdmitted = await this.admission(credentials, ownersOnly);
    if (!isAdmitted(entity)) {
      throw new NotAllowedError(
        `You may not ${words}: only its owners may${
          ownersOnly
            ? ''
            : '; the operator can open reports with serviceSecrets.access'
        }`,
      );
    }
  }

  /** Whether ownership admits the caller to an entity. */
  private async admission(
    credentials: UserCredentials,
    ownersOnly = reading.ownersOnly,
  ): Promise<(entity: Entity) => boolean> {
    const { access, userInfo } = this.options;
    if (access.reports === 'catalog' && !ownersOnly) return () => true;
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const own = new Set(
      ownershipEntityRefs.map(ref => ref.toLocaleLowerCase('en-US')),
    );
    const isOwn = (ref: string) => own.has(ref);
    const isOfPlatform = access.platformGroups.some(isOwn);
    return entity => isOfPlatform || ownersOf(entity).some(isOwn);
  }
}

function readBinding(entity: Entity): ServiceBinding {
  const result = readServiceBinding(entity);
  switch (result.kind) {
    case 'bound':
      return result.binding;
    case 'unbound':
      throw new NotFoundError(
        `The entity has no annotation ${SERVICE_SECRETS_NAMESPACE_ANNOTATION}, which names the namespace of the service`,
      );
    default:
      throw new InputError(
        `The entity's annotations cannot be used: ${result.problems
          .map(({ annotation, reason }) => `${annotation} ${reason}`)
          .join('; ')}`,
      );
  }
}

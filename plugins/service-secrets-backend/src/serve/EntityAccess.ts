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
  serviceReportReadPermission,
} from 'backstage-plugin-service-secrets-common';

import { AccessConfig } from '../config';

/** What deciding about access needs. */
export interface AccessOptions {
  readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly permissions: Pick<PermissionsService, 'authorize'>;
  readonly userInfo: UserInfoService;
  readonly access: AccessConfig;
}

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** Entity refs of the owners, from the catalog's relations, in lower case. */
export function ownersOf({ relations = [] }: Entity): string[] {
  return relations
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'));
}

/**
 * Decides who may read which service, three times over: the catalog must show
 * the entity to the caller, the permission framework must allow it, and the
 * caller must own it. The last one holds when the permission framework is
 * switched off, where it allows everything.
 */
export class EntityAccess {
  constructor(private readonly options: AccessOptions) {}

  /** The binding of a service the caller may read; throws what the caller may be told. */
  async bindingFor(
    entityRef: string,
    credentials: UserCredentials,
  ): Promise<ServiceBinding> {
    const { catalog } = this.options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) {
      throw new NotFoundError(
        'The catalog has no such entity, or does not show it to you',
      );
    }
    await this.checkPermission(entityRef, credentials);
    await this.checkOwnership(entity, credentials);
    return readBinding(entity);
  }

  private async checkPermission(
    entityRef: string,
    credentials: UserCredentials,
  ): Promise<void> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission: serviceReportReadPermission, resourceRef: entityRef }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You may not read the secrets of this service: permission ${serviceReportReadPermission.name} is missing`,
      );
    }
  }

  private async checkOwnership(
    entity: Entity,
    credentials: UserCredentials,
  ): Promise<void> {
    const { access, userInfo } = this.options;
    if (access.reports === 'catalog') return;
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const admitted = new Set([...ownersOf(entity), ...access.platformGroups]);
    const isAdmitted = ownershipEntityRefs.some(ref =>
      admitted.has(ref.toLocaleLowerCase('en-US')),
    );
    if (!isAdmitted) {
      throw new NotAllowedError(
        'Only owners of this service may read its secrets; the operator can open reports with serviceSecrets.access',
      );
    }
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

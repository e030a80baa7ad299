import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';

import { AccessConfig } from '../config';

/** What deciding about access to the fleet needs. */
export interface FleetAccessOptions {
  readonly permissions: Pick<PermissionsService, 'authorize'>;
  readonly userInfo: UserInfoService;
  readonly access: AccessConfig;
}

/**
 * Decides who may see or review the whole fleet: the permission framework
 * must allow it, and the caller must be of a platform group. The second holds
 * when the framework is switched off, where it allows everything.
 */
export class FleetAccess {
  constructor(private readonly options: FleetAccessOptions) {}

  /** The entity ref of the caller; throws when that permission or the group is missing. */
  async check(
    permission: BasicPermission,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<string> {
    const { permissions, userInfo, access } = this.options;
    const [{ result }] = await permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`Permission ${permission.name} is missing`);
    }
    const { ownershipEntityRefs, userEntityRef } = await userInfo.getUserInfo(
      credentials,
    );
    const isAdmitted = ownershipEntityRefs.some(ref =>
      access.platformGroups.includes(ref.toLocaleLowerCase('en-US')),
    );
    if (!isAdmitted) {
      throw new NotAllowedError(
        'Only members of a platform group may see the whole fleet; the operator names these groups in serviceSecrets.access.platformGroups',
      );
    }
    return userEntityRef;
  }

  /** Whether `check` would pass, for what is only offered: a failure to find out offers nothing. */
  async may(
    permission: BasicPermission,
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<boolean> {
    try {
      await this.check(permission, credentials);
      return true;
    } catch {
      return false;
    }
  }
}

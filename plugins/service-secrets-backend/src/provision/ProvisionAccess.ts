import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { serviceCredentialProvisionPermission } from 'backstage-plugin-service-secrets-common';

import { EnvironmentConfig } from '../bind/EnvironmentBinding';
import { ownersOf } from '../serve/EntityAccess';
import { LedgerStore } from './ledger/LedgerStore';

/** A user who asks, as Backstage knows them. */
export type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/** Whose credentials are to be provisioned, and for which owner. */
export interface Claim {
  readonly entityRef: string;
  readonly owner: string;
  readonly environment: string;
}

/** What deciding about provisioning needs. */
export interface ProvisionAccessOptions {
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly catalog: Pick<CatalogService, 'getEntityByRef'>;
  readonly permissions: Pick<PermissionsService, 'authorize'>;
  readonly userInfo: UserInfoService;
  readonly platformGroups: readonly string[];
  readonly ledger: Pick<LedgerStore, 'runsOf'>;
  readonly environments: readonly EnvironmentConfig[];
}

/** Decides who may provision what, without asking Vault or Kubernetes anything. */
export class ProvisionAccess {
  constructor(private readonly options: ProvisionAccessOptions) {}

  /** Throws unless the caller may act for an owner. */
  async checkOwner(owner: string, credentials: UserCredentials): Promise<void> {
    const { userInfo, platformGroups } = this.options;
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const admitted = new Set([owner, ...platformGroups]);
    const isAdmitted = ownershipEntityRefs.some(ref =>
      admitted.has(ref.toLocaleLowerCase('en-US')),
    );
    if (!isAdmitted) {
      throw new NotAllowedError(
        `You do not belong to ${owner}; only its members may provision for it`,
      );
    }
  }

  /** Throws unless the caller may provision this service for this owner. */
  async check(claim: Claim, credentials: UserCredentials): Promise<void> {
    await this.checkPermission(claim, credentials);
    await this.checkOwner(claim.owner, credentials);
    await this.checkEntity(claim, credentials);
  }

  private async checkPermission(
    { entityRef }: Claim,
    credentials: UserCredentials,
  ): Promise<void> {
    const permission = serviceCredentialProvisionPermission;
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission, resourceRef: entityRef }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You may not provision credentials for ${entityRef}: permission ${permission.name} is missing`,
      );
    }
  }

  /** Asked for twice: what is hidden from the caller must not pass for new. */
  private async checkEntity(
    claim: Claim,
    credentials: UserCredentials,
  ): Promise<void> {
    const { auth, catalog } = this.options;
    const { entityRef, owner } = claim;
    const seen = await catalog.getEntityByRef(entityRef, { credentials });
    const own = { credentials: await auth.getOwnServiceCredentials() };
    const entity = seen ?? (await catalog.getEntityByRef(entityRef, own));
    if (!entity) {
      await this.checkHistory(claim);
      return;
    }
    if (!seen || !ownersOf(entity).includes(owner)) {
      throw new NotAllowedError(
        `${entityRef} is not owned by ${owner} in the catalog`,
      );
    }
  }

  /** Environments that write to the same Vault as a claim's. */
  private neighbours({ environment }: Claim): string[] {
    const { environments } = this.options;
    const own = environments.find(({ name }) => name === environment);
    const names = environments
      .filter(({ instance }) => instance === own?.instance)
      .map(({ name }) => name);
    return names.length > 0 ? names : [environment];
  }

  /** A service that is not in the catalog yet belongs to whoever provisioned it first. */
  private async checkHistory(claim: Claim): Promise<void> {
    const runs = await Promise.all(
      this.neighbours(claim).map(environment =>
        this.options.ledger.runsOf({ ...claim, environment }),
      ),
    );
    const foreign = runs
      .flat()
      .find(
        ({ owner, state }) =>
          owner !== claim.owner && state !== 'undone' && state !== 'retired',
      );
    if (foreign) {
      throw new NotAllowedError(
        `${claim.entityRef} was provisioned for another owner; until it is in the catalog only that one may change it`,
      );
    }
  }
}

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';

import { DemoPolicy } from './DemoPolicy';

const read = createPermission({
  name: 'service-secrets.report.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});
const operate = createPermission({
  name: 'service-secrets.credential.operate',
  attributes: { action: 'update' },
  resourceType: 'catalog-entity',
});

const provision = createPermission({
  name: 'service-secrets.credential.provision',
  attributes: { action: 'create' },
  resourceType: 'catalog-entity',
});

const policy = new DemoPolicy(
  mockServices.userInfo({ ownershipEntityRefs: ['group:default/grades'] }),
);

const user: PolicyQueryUser = {
  credentials: mockCredentials.user('user:default/guest'),
  info: { userEntityRef: 'user:default/guest', ownershipEntityRefs: [] },
};

describe('DemoPolicy', () => {
  it('denies everything to whoever is not signed in', async () => {
    await expect(policy.handle({ permission: read })).resolves.toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('lets a signed-in user read every report', async () => {
    await expect(policy.handle({ permission: read }, user)).resolves.toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('lets a signed-in user ask for credentials of a service that is not in the catalog yet', async () => {
    await expect(
      policy.handle({ permission: provision }, user),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
    await expect(policy.handle({ permission: provision })).resolves.toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('leaves a change of credentials to the owners of the entity', async () => {
    await expect(policy.handle({ permission: operate }, user)).resolves.toEqual(
      expect.objectContaining({
        result: AuthorizeResult.CONDITIONAL,
        conditions: expect.objectContaining({
          rule: 'IS_ENTITY_OWNER',
          params: { claims: ['group:default/grades'] },
        }),
      }),
    );
  });
});

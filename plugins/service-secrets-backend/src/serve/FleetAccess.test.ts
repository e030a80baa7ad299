import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fleetReviewPermission } from 'backstage-plugin-service-secrets-common';

import { FleetAccess, FleetAccessOptions } from './FleetAccess';

const credentials = mockCredentials.user();

function anAccess(change: {
  readonly groups?: string[];
  readonly authorize?: FleetAccessOptions['permissions']['authorize'];
}): FleetAccess {
  const allow = async () => [{ result: AuthorizeResult.ALLOW } as const];
  return new FleetAccess({
    permissions: { authorize: change.authorize ?? allow },
    userInfo: mockServices.userInfo({
      ownershipEntityRefs: change.groups ?? ['group:default/Platform'],
    }),
    access: {
      reports: 'owners',
      platformGroups: ['group:default/platform'],
    },
  });
}

describe('who may review the fleet', () => {
  it('is somebody of a platform group with the permission', async () => {
    const access = anAccess({});

    expect(await access.may(fleetReviewPermission, credentials)).toBe(true);
    expect(await access.check(fleetReviewPermission, credentials)).toBe(
      'user:default/mock',
    );
  });

  it('is nobody without the group, whatever the permissions say', async () => {
    const access = anAccess({ groups: ['group:default/shop'] });

    expect(await access.may(fleetReviewPermission, credentials)).toBe(false);
    await expect(
      access.check(fleetReviewPermission, credentials),
    ).rejects.toThrow(/platformGroups/);
  });

  it('is nobody without the permission', async () => {
    const access = anAccess({
      authorize: async () => [{ result: AuthorizeResult.DENY }],
    });

    expect(await access.may(fleetReviewPermission, credentials)).toBe(false);
    await expect(
      access.check(fleetReviewPermission, credentials),
    ).rejects.toThrow(/service-secrets.fleet.review/);
  });

  it('is nobody while the permissions do not answer, and asking does not fail for it', async () => {
    const access = anAccess({
      authorize: async () => {
        throw new Error('connection refused');
      },
    });

    expect(await access.may(fleetReviewPermission, credentials)).toBe(false);
  });
});

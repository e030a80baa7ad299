import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError } from '@backstage/errors';

import { FleetAccess } from '../../serve/FleetAccess';
import {
  aRowRecord,
  anUpdate,
  fleetNow,
} from '../../testSupport/fleetBuilders';
import { inMemoryFleetStore } from '../../testSupport/InMemoryFleetStore';
import { World } from '../../testSupport/World';
import { FleetReader } from '../serve/FleetReader';
import { registerActions } from './registerActions';

const user = mockCredentials.user();

async function aRegistry() {
  const auditor = mockServices.auditor.mock();
  const event = {
    success: jest.fn(async () => {}),
    fail: jest.fn(async () => {}),
  };
  auditor.createEvent.mockImplementation(async () => event);
  const store = inMemoryFleetStore();
  await store.rows.save(anUpdate(aRowRecord()));
  const registry = actionsRegistryServiceMock();
  registerActions({
    registry,
    auditor,
    auth: mockServices.auth(),
    report: async (entityRef, { principal }) => {
      if (entityRef !== 'component:default/grade-api') {
        throw new NotAllowedError(`not ${principal.userEntityRef}'s`);
      }
      return new World().report();
    },
    access: new FleetAccess({
      permissions: mockServices.permissions(),
      userInfo: mockServices.userInfo({
        ownershipEntityRefs: ['group:default/platform'],
      }),
      access: { reports: 'owners', platformGroups: ['group:default/platform'] },
    }),
    reader: new FleetReader({
      store,
      clock: () => new Date(fleetNow),
      everyMs: 600_000,
      keepMs: 86_400_000,
    }),
  });
  const invoke = (name: string, input: object, credentials = user) =>
    registry.invoke({ id: `test:${name}`, input: { ...input }, credentials });
  return { invoke, createEvent: auditor.createEvent, event };
}

describe('actions', () => {
  it.each([
    ['service-report', { entityRef: 'grade-api' }],
    ['doctor', { entityRef: 'grade-api' }],
    ['fleet-findings', {}],
    ['expiry-calendar', {}],
  ])('leave an audit event of names when %s is used', async (name, input) => {
    const { invoke, createEvent, event } = await aRegistry();

    await invoke(name, input);

    expect(createEvent).toHaveBeenCalledTimes(1);
    expect(createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: `action-${name}`,
        meta: { user: 'user:default/mock', ...input },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);
    expect(event.fail).not.toHaveBeenCalled();
  });

  it('leave an audit event of failure when somebody may not', async () => {
    const { invoke, event } = await aRegistry();

    await expect(invoke('doctor', { entityRef: 'other' })).rejects.toThrow(
      /not user:default/,
    );
    expect(event.fail).toHaveBeenCalledTimes(1);
    expect(event.success).not.toHaveBeenCalled();
  });

  it('say in words which health there is none of', async () => {
    const { invoke } = await aRegistry();

    await expect(
      invoke('fleet-findings', { health: ['ill'] }),
    ).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/^The request is not valid: health\.0 /),
    });
  });

  it('say in words that a name is no entity ref', async () => {
    const { invoke } = await aRegistry();

    await expect(invoke('doctor', { entityRef: ':::' })).rejects.toMatchObject({
      name: 'InputError',
    });
  });
});

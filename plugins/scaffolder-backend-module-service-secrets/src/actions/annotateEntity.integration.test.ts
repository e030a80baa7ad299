import { FakeBackend } from '../__testUtils__/FakeBackend';
import { runAction } from '../__testUtils__/runAction';

let backend: FakeBackend;
beforeEach(() => {
  backend = new FakeBackend();
});
afterEach(() => backend.stop());

describe('service-secrets:entity:annotate', () => {
  it('keeps what people wrote and roles it had, and drops what the catalog added', async () => {
    const { outputs } = await runAction(
      'service-secrets:entity:annotate',
      {
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'x',
            uid: '1',
            etag: '2',
            annotations: {
              'backstage.io/techdocs-ref': 'dir:.',
              'backstage.io/managed-by-location': 'file:/a',
              'service-secrets.io/environments': 'staging',
              'service-secrets.io/database-roles': 'old',
            },
          },
          spec: { type: 'service' },
          relations: [{ type: 'ownedBy', targetRef: 'group:default/a' }],
        },
        annotations: {
          'service-secrets.io/environments': 'production',
          'service-secrets.io/database-roles': 'database/new',
        },
      },
      { backend },
    );

    expect(outputs.entity).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'x',
        annotations: {
          'backstage.io/techdocs-ref': 'dir:.',
          'service-secrets.io/environments': 'staging,production',
          'service-secrets.io/database-roles': 'old,database/new',
        },
      },
      spec: { type: 'service' },
    });
  });
});

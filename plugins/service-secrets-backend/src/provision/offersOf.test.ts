import { testRails } from '../__testUtils__/ProvisionWorld';
import { World } from '../testSupport/World';
import { offersOf } from './offersOf';
import { Places } from './Places';

describe('offersOf', () => {
  it('names connections on the database mount of each environment’s own instance', () => {
    const { vaultService, kubernetesService: kubernetes } = new World();
    const places = new Places({
      environments: ['production', 'staging'].map(name => ({
        ...{ name, instance: name, cluster: 'cluster' },
      })),
      kubernetes,
      vault: {
        names: () => ['production', 'staging'],
        instance: name => {
          const instance = vaultService.instance('vault');
          if (!instance) throw new Error('the world has a Vault');
          const { mounts } = instance;
          return { ...instance, mounts: { ...mounts, database: `db-${name}` } };
        },
      },
    });
    const [offer] = testRails.offers;
    const [database] = offer.databases;
    const fixed = { ...database, id: 'fixed', mount: 'elsewhere' };
    const rails = {
      ...testRails,
      offers: [{ ...offer, databases: [database, fixed] }],
    };

    const offers = offersOf('group:default/grades', rails, places.all());

    expect(
      offers.environments.map(({ databases }) =>
        databases.map(({ connection }) => connection),
      ),
    ).toEqual([
      ['db-production/config/grade-api-db', 'elsewhere/config/grade-api-db'],
      ['db-staging/config/grade-api-db', 'elsewhere/config/grade-api-db'],
    ]);
  });
});

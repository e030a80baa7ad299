import { World } from '../testSupport/World';
import { Places } from './Places';

const production = {
  ...{ name: 'production', instance: 'vault', cluster: 'cluster' },
};

function placesFor(environment: typeof production): Places {
  const { vaultService: vault, kubernetesService: kubernetes } = new World();
  return new Places({ environments: [environment], vault, kubernetes });
}

describe('Places', () => {
  it('answers the Vault and the cluster of an environment', () => {
    const { instance, cluster } = placesFor(production).of('production');

    expect([instance.name, cluster.name]).toEqual(['vault', 'cluster']);
  });

  it.each([
    ['instance', 'vualt', 'there are: vault'],
    ['cluster', 'clutser', 'there are: cluster'],
  ])(
    'refuses an environment at start whose %s is not configured, and names what is',
    (key, value, known) => {
      expect(() => placesFor({ ...production, [key]: value })).toThrow(
        `serviceSecrets.environments: 'production' names ${key} '${value}', which is not configured under serviceSecrets.${key}s; ${known}`,
      );
    },
  );
});

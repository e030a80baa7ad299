import { FakeServiceSecretsApi } from '../../testSupport/FakeServiceSecretsApi';
import { scenarios } from '../../testSupport/scenarios';
import { sharedOffers } from './sharedOffers';

const anApi = () => new FakeServiceSecretsApi(scenarios.healthy.report);

describe('sharedOffers', () => {
  it('asks once for several fields, and once for each owner', async () => {
    const api = anApi();
    await Promise.all([
      sharedOffers(api, 'group:default/grades', false),
      sharedOffers(api, 'group:default/grades', false),
      sharedOffers(api, 'group:default/shop', false),
    ]);
    expect(api.calls.offers).toBe(2);
  });

  it('asks anew when somebody wants that', async () => {
    const api = anApi();
    await sharedOffers(api, 'group:default/grades', false);
    await sharedOffers(api, 'group:default/grades', true);
    expect(api.calls.offers).toBe(2);
  });

  it('keeps no failure', async () => {
    const api = anApi();
    const { offers } = api.provision;
    api.provision.offers = async () => Promise.reject(new Error('down'));
    await expect(
      sharedOffers(api, 'group:default/grades', false),
    ).rejects.toThrow('down');
    api.provision.offers = offers;
    await expect(
      sharedOffers(api, 'group:default/grades', false),
    ).resolves.toMatchObject({ owner: 'group:default/grades' });
  });
});

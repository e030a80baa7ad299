import { CatalogTable } from '@backstage/plugin-catalog';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { aListed, renderCatalogList } from '../../testSupport/catalogList';
import { aResponseError } from '../../testSupport/failures';
import {
  aServiceState,
  FakeServiceStatesApi,
} from '../../testSupport/FakeServiceStatesApi';
import { withServiceSecretsColumn } from './createServiceSecretsColumn';

// The catalog's table renders for seconds where many tests run at once.
jest.setTimeout(60_000);

const refOf = (name: string) => `component:default/${name}`;

async function cellOf(name: string) {
  const row = (await screen.findByText(name)).closest('tr');
  if (!row) throw new Error(`${name} stands in no row`);
  return within(row);
}

describe('the column Secrets', () => {
  it('shows every state with its sentence, and links to the tab', async () => {
    const states = new FakeServiceStatesApi([
      aServiceState({ entityRef: refOf('fine') }),
      aServiceState({
        entityRef: refOf('out'),
        health: 'broken',
        sentence: 'Auth role `out` does not bind `out-sa`.',
      }),
      aServiceState({ entityRef: refOf('dark'), health: 'unknown' }),
    ]);
    await renderCatalogList({
      states,
      entities: ['fine', 'out', 'dark'].map(name => aListed(name)),
    });

    const link = await (
      await cellOf('out')
    ).findByRole('link', {
      name: /^Broken\. production: Auth role out does not bind out-sa\./,
    });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/out/secrets',
    );
    expect((await cellOf('fine')).getByText('Healthy')).toBeVisible();
    expect((await cellOf('dark')).getByText('Unknown')).toBeVisible();

    await userEvent.hover(link);
    expect(await screen.findByText('out-sa')).toHaveProperty('tagName', 'CODE');
  });

  it('asks for the whole page in one request, and not for entities without secrets', async () => {
    const states = new FakeServiceStatesApi();
    const names = Array.from({ length: 8 }, (_, index) => `service-${index}`);
    await renderCatalogList({
      states,
      entities: [...names.map(name => aListed(name)), aListed('plain', {})],
      pagination: { limit: 50 },
    });

    await (
      await cellOf('service-7')
    ).findByRole('img', { name: /^No state for you/ });
    expect(states.asked).toHaveLength(1);
    expect([...states.asked[0]].sort()).toEqual(names.map(refOf).sort());
  });

  it('shows nothing for an entity without secrets', async () => {
    const states = new FakeServiceStatesApi([aServiceState()]);
    await renderCatalogList({
      states,
      entities: [aListed('grade-api'), aListed('plain', {})],
    });

    expect(
      await (await cellOf('grade-api')).findByText('Healthy'),
    ).toBeVisible();
    const plain = await cellOf('plain');
    expect(plain.queryByText(/Healthy|Unknown|Not read/)).toBeNull();
    expect(plain.queryByRole('img', { name: /No state/ })).toBeNull();
  });

  it('shows a failure with its reason, and nothing that could pass for healthy', async () => {
    const states = new FakeServiceStatesApi([aServiceState()]);
    states.failure = aResponseError(503, 'The database does not answer');
    await renderCatalogList({ states, entities: [aListed('grade-api')] });

    const link = await screen.findByRole('link', {
      name: 'Not read. The state could not be read: The database does not answer',
    });
    expect(within(link).getByText('?')).toBeVisible();
    expect(screen.queryByText('Healthy', { selector: 'span' })).toBeNull();
  });

  it('stands after the name, and only where something listed has secrets', () => {
    const columns = withServiceSecretsColumn(CatalogTable.defaultColumnsFunc, {
      tabPath: 'vault',
    });
    const list = (annotations?: Record<string, string>) => ({
      filters: {},
      entities: [aListed('grade-api', annotations)],
    });
    type List = Parameters<typeof columns>[0];

    // The function reads these two fields of the list only.
    const bound = columns(list() as unknown as List);
    const bare = columns(list({}) as unknown as List);

    expect(bound.findIndex(({ title }) => title === 'Secrets')).toBe(
      bound.findIndex(({ highlight }) => highlight) + 1,
    );
    expect(bare.some(({ title }) => title === 'Secrets')).toBe(false);
  });
});

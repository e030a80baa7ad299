import { EntityListPagination } from '@backstage/plugin-catalog-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { aListed, renderCatalogList } from '../../testSupport/catalogList';
import { aResponseError } from '../../testSupport/failures';
import {
  aServiceState,
  FakeServiceStatesApi,
} from '../../testSupport/FakeServiceStatesApi';

// The catalog's table renders for seconds where many tests run at once.
jest.setTimeout(60_000);

const PAGE = 5;

const stateOf = (name: string, health: 'broken' | 'healthy') =>
  aServiceState({ entityRef: `component:default/${name}`, health });

/** More healthy services than one page holds come before the broken one. */
function aCatalog() {
  const fine = Array.from({ length: 8 }, (_, index) => `fine-${index}`);
  const states = new FakeServiceStatesApi([
    ...fine.map(name => stateOf(name, 'healthy')),
    stateOf('out', 'broken'),
  ]);
  const entities = [...fine, 'out'].map(name => aListed(name));
  return { states, entities: [...entities, aListed('plain', {})] };
}

async function pick(name: string) {
  await userEvent.click(screen.getByRole('textbox', { name: 'Secrets' }));
  await userEvent.click(await screen.findByRole('option', { name }));
  await userEvent.keyboard('{Escape}');
}

function listed() {
  return screen
    .queryAllByText(/^(fine-\d|out|plain)$/)
    .map(({ textContent }) => textContent);
}

beforeEach(() => window.history.replaceState(null, '', '/'));

const modes: [string, EntityListPagination | undefined][] = [
  ['asks for pages by cursor', { mode: 'cursor', limit: PAGE }],
  ['asks for pages by offset', { mode: 'offset', limit: PAGE }],
];

describe('the filter Secrets', () => {
  it.each(modes)(
    'finds the broken service beyond the first page where the catalog %s',
    async (_mode, pagination) => {
      await renderCatalogList({ ...aCatalog(), pagination });
      await waitFor(() => expect(listed()).toHaveLength(PAGE));

      await pick('Broken');

      await waitFor(() => expect(listed()).toEqual(['out']));
    },
  );

  it('finds it where the catalog lists all entities at once', async () => {
    await renderCatalogList(aCatalog());
    await waitFor(() => expect(listed()).toHaveLength(10));

    await pick('Broken');

    await waitFor(() => expect(listed()).toEqual(['out']));
  });

  it('asks the catalog for the services in the state only', async () => {
    const { catalog } = await renderCatalogList({
      ...aCatalog(),
      pagination: { limit: PAGE },
    });
    const asked = jest.spyOn(catalog, 'queryEntities');

    await pick('Broken');

    await waitFor(() =>
      expect(asked).toHaveBeenCalledWith(
        expect.objectContaining({
          filter: expect.objectContaining({ 'metadata.uid': ['uid-of-out'] }),
        }),
      ),
    );
  });

  it('shows entities without secrets when they are picked', async () => {
    await renderCatalogList(aCatalog());

    await pick('No secrets');

    await waitFor(() => expect(listed()).toEqual(['plain']));
  });

  it('says that pages can be shorter where the catalog cannot be asked precisely', async () => {
    await renderCatalogList({ ...aCatalog(), pagination: { limit: PAGE } });

    await pick('No secrets');

    expect(
      await screen.findByText(/pages can be shorter than usual/),
    ).toBeVisible();
  });

  it('shows an empty list when no service is in the state', async () => {
    const { entities } = aCatalog();
    const states = new FakeServiceStatesApi();
    await renderCatalogList({ states, entities, pagination: { limit: PAGE } });
    await waitFor(() => expect(listed()).toHaveLength(PAGE));

    await pick('Degraded');

    await waitFor(() => expect(listed()).toEqual([]));
  });

  it('is restored from the address of the page', async () => {
    await renderCatalogList({
      ...aCatalog(),
      pagination: { limit: PAGE },
      url: '/?filters[serviceSecrets]=broken',
    });

    await waitFor(() => expect(listed()).toEqual(['out']));
    expect(window.location.search).toContain('serviceSecrets');
  });

  it('says that the list is not filtered when the states could not be read, and tries again', async () => {
    const { states, entities } = aCatalog();
    await renderCatalogList({ states, entities });
    states.failure = aResponseError(503, 'The database does not answer');

    await pick('Broken');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The list is not filtered: the states could not be read. The database does not answer',
    );
    expect(listed()).toHaveLength(10);

    states.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(listed()).toEqual(['out']));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says so when there are more than an answer holds', async () => {
    const { states, entities } = aCatalog();
    states.complete = false;
    await renderCatalogList({ states, entities });

    await pick('Healthy');

    expect(await screen.findByText(/more than the thousand/)).toBeVisible();
  });

  it('asks nobody before anything is picked', async () => {
    const { states, entities } = aCatalog();
    await renderCatalogList({ states, entities });
    await waitFor(() => expect(listed()).toHaveLength(10));

    expect(states.askedFor).toEqual([]);
  });
});

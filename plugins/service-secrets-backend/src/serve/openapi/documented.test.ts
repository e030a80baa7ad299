import { readFileSync } from 'node:fs';
import path from 'node:path';

import { operateApi } from '../../operate/operateApi';
import { provisionApi } from '../../provision/provisionApi';
import { fleetApi } from '../../review/serve/fleetApi';
import { statesApi } from '../../review/serve/statesApi';
import { openapiDocument } from './ApiPart';
import { serviceApi } from './serviceApi';

const root = path.resolve(require.resolve('./ApiPart'), '../../../../../..');
const pages = [
  'plugins/service-secrets-backend/README.md',
  'docs/fleet-api.md',
  'docs/fleet.md',
].map(file => readFileSync(path.join(root, file), 'utf8'));

/** `GET /v1/services/{}/{}/{}/report`: the names of parameters are left out. */
const plain = (route: string) =>
  route.replaceAll(/:\w+|\{\w+\}/g, '{}').replace(/\?.*$/, '');

/** Every method and path that stands between backquotes; `<service>` is short for the path of an entity. */
function routesOn(text: string): string[] {
  const routes = text.matchAll(/`((?:GET|POST|DELETE|PUT) [^`\s]+)`/g);
  return [...routes].map(([, route]) =>
    plain(
      route.replace('<service>', '/v1/services/:kind/:namespace/:name'),
    ).replace('/api/service-secrets/', '/'),
  );
}

function routesServed(): string[] {
  const parts = [serviceApi, operateApi, provisionApi, fleetApi, statesApi];
  const { paths } = openapiDocument(parts);
  return Object.entries(paths).flatMap(([at, methods]) =>
    Object.keys(methods).map(method => plain(`${method.toUpperCase()} ${at}`)),
  );
}

describe('the routes', () => {
  const told = new Set(pages.flatMap(routesOn));
  const served = routesServed();

  it('are all on a page', () => {
    expect(served.filter(route => !told.has(route))).toEqual([]);
  });

  it('are served when a page names them', () => {
    const others = ['GET /openapi.json'];

    expect(
      [...told].filter(route => ![...served, ...others].includes(route)),
    ).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse, parseAllDocuments } from 'yaml';

interface Entity {
  readonly kind: string;
  readonly spec: { readonly memberOf?: readonly string[] };
}

interface AppConfig {
  readonly auth: {
    readonly providers: {
      readonly guest: { readonly ownershipEntityRefs: readonly string[] };
    };
  };
}

const read = (file: string) =>
  readFileSync(path.resolve(__dirname, '../../..', file), 'utf8');

describe('the guest of the demo', () => {
  it('belongs to the same groups before the catalog has read them', () => {
    const entities: Entity[] = parseAllDocuments(
      read('packages/backend/catalog/org.yaml'),
    ).map(document => document.toJS());
    const config: AppConfig = parse(read('app-config.yaml'));

    const user = entities.find(({ kind }) => kind === 'User');
    expect(config.auth.providers.guest.ownershipEntityRefs).toEqual([
      'user:default/guest',
      ...(user?.spec.memberOf ?? []).map(group => `group:default/${group}`),
    ]);
  });
});

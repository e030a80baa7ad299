import { provisionRequestSchema } from 'backstage-plugin-service-secrets-common';

import {
  ambiguousNames,
  forbiddenAnnotations,
  hostileValues,
  injectionCorpus,
} from '../testUtils/injectionCorpus';
import {
  aFullServiceSpec,
  aProvisionRequest,
  aServiceSpec,
} from '../testUtils/provisionBuilders';
import {
  addFieldEverywhere,
  replaceEachString,
} from '../testUtils/replaceStrings';
import { serviceSpecSchema } from './ServiceSpec';

/** The operator's own: an address is what they hold, and an audience may be spelled as one. */
const operatorAddresses = ['vaultServer', 'audience'];
const addresses: readonly string[] = injectionCorpus.addresses;

const request = aProvisionRequest();
const spec = {
  ...aFullServiceSpec(),
  database: { ...aFullServiceSpec().database, reloadProcess: 'node' },
};

describe('provisionRequestSchema', () => {
  it('takes the request the hostile ones are made of', () => {
    expect(provisionRequestSchema.safeParse(request).error).toBeUndefined();
    expect(replaceEachString(request, 'x').map(({ path }) => path)).toEqual([
      'entityRef',
      'owner',
      'environment',
      'namespace',
      'name',
      'image',
      'delivery',
      'database.offer',
      'database.profile',
      'database.format',
      'database.reloadProcess',
      'staticRole.offer',
      'staticRole.username',
      'certificate.offer',
      'certificate.dnsNames.0',
    ]);
  });

  it.each(hostileValues.map(value => [value.slice(0, 60), value]))(
    'refuses %j in every text field',
    (_title, hostile) => {
      const accepted = replaceEachString(request, hostile).filter(
        ({ value }) => provisionRequestSchema.safeParse(value).success,
      );
      expect(accepted.map(({ path }) => path)).toEqual([]);
    },
  );

  it('refuses an annotation as a field of any object, because what an agent runs is no wish', () => {
    const accepted = forbiddenAnnotations
      .flatMap(name => addFieldEverywhere(request, name))
      .filter(({ value }) => provisionRequestSchema.safeParse(value).success);
    expect(accepted.map(({ path }) => path)).toEqual([]);
  });
});

describe('serviceSpecSchema', () => {
  it('takes the spec the hostile ones are made of', () => {
    expect(serviceSpecSchema.safeParse(spec).error).toBeUndefined();
  });

  it.each(hostileValues.map(value => [value.slice(0, 60), value]))(
    'refuses %j in every text field, so no path or text is built of it',
    (_title, hostile) => {
      const accepted = replaceEachString(spec, hostile)
        .filter(({ value }) => serviceSpecSchema.safeParse(value).success)
        .map(({ path }) => path);
      expect(
        accepted.filter(
          path =>
            !(addresses.includes(hostile) && operatorAddresses.includes(path)),
        ),
      ).toEqual([]);
    },
  );

  it.each(ambiguousNames.filter(name => !name.includes('/')))(
    'takes a service called %j, which quoting has to keep a text',
    name => {
      const { error } = serviceSpecSchema.safeParse(aServiceSpec({ name }));
      expect(error).toBeUndefined();
    },
  );

  it('refuses fields it does not know, so a misspelt one cannot be ignored', () => {
    const accepted = [...forbiddenAnnotations, 'vaultAddress']
      .flatMap(name => addFieldEverywhere(spec, name))
      .filter(({ value }) => serviceSpecSchema.safeParse(value).success);
    expect(accepted.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    'https://vault.example/v1',
    'https://vault.example/',
    'https://user:password@vault.example',
    'https://vault.example?x=1',
    'ftp://vault.example',
  ])(
    'refuses %s as the address of Vault, which has more than a host',
    server => {
      const { error } = serviceSpecSchema.safeParse(
        aServiceSpec({ vaultServer: server }),
      );
      expect(error?.issues[0].path).toEqual(['vaultServer']);
    },
  );

  it.each(['http://127.0.0.1:8200', 'https://[::1]:8200', 'https://vault'])(
    'takes %s as the address of Vault',
    server => {
      const { error } = serviceSpecSchema.safeParse(
        aServiceSpec({ vaultServer: server }),
      );
      expect(error).toBeUndefined();
    },
  );

  it('refuses a max TTL below twice the default TTL, because agents would re-issue instead of renewing', () => {
    const database = { ...spec.database, maxTtlSeconds: 7000 };

    const { error } = serviceSpecSchema.safeParse({ ...spec, database });

    expect(error?.issues[0]).toMatchObject({
      path: ['database', 'maxTtlSeconds'],
      message: 'must be at least twice defaultTtlSeconds',
    });
  });

  it('refuses names that are too long together, because Vault paths would hold no such role', () => {
    const long = 'a'.repeat(63);
    const { error } = serviceSpecSchema.safeParse(
      aServiceSpec({ namespace: long, name: `${long.slice(1)}b` }),
    );
    expect(error?.issues[0].message).toMatch(
      /^makes the Vault name issuer-a.* which is too long/,
    );
  });

  it('refuses a format no client of the engine reads, with those to choose from', () => {
    const database = {
      ...spec.database,
      engine: 'mongodb',
      format: 'jdbc',
    };

    const { error } = serviceSpecSchema.safeParse({ ...spec, database });

    expect(error?.issues[0]).toMatchObject({
      path: ['database', 'format'],
      message: expect.stringContaining('mongodb has no format jdbc'),
    });
  });

  it('refuses a spec that asks for nothing', () => {
    const { error } = serviceSpecSchema.safeParse(
      aServiceSpec({ database: undefined, certificate: undefined }),
    );
    expect(error?.issues[0].message).toBe(
      'asks for no credential, no certificate and no KV path',
    );
  });
});

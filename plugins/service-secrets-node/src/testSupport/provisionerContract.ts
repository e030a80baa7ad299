/* eslint-disable jest/no-export -- a suite that other tests run */
import { compare } from '../provision/apply';
import type { DesiredObject } from '../provision/DesiredState';
import { VaultError } from '../vault/errors';
import {
  databaseRole,
  makers,
  owner,
  pkiRole,
  ProvisionerSubject,
} from './provisionerObjects';

const hostile = [
  '../x',
  'a/../b',
  '..',
  '%2e%2e',
  'a?b',
  'a#b',
  'a\nb',
  'A',
  '',
];

/** What every implementation of the provisioner's Vault port must do. */
export function provisionerContract(
  name: string,
  makeSubject: () => Promise<ProvisionerSubject>,
): void {
  describe(`${name} keeps the contract of VaultProvisionerApi`, () => {
    let subject: ProvisionerSubject;

    beforeEach(async () => {
      subject = await makeSubject();
    });

    /** What a run would do to an object and to the policy that says whose it is. */
    async function actions(object: DesiredObject) {
      const vault = [...new Set([makers.policy(subject), object])];
      const desired = { vault, allowedRoles: [], manifests: [] };
      const changes = await compare(owner, desired, subject.vault);
      return new Set(changes.map(({ action }) => action));
    }

    it.each(Object.entries(makers))(
      'reads a %s back as it was written, writes it again and removes it twice',
      async (_kind, make) => {
        const { vault } = subject;
        const object = make(subject);
        expect(await vault.read(object)).toBeUndefined();

        await vault.write(makers.policy(subject));
        await vault.write(object);
        expect(await vault.read(object)).toMatchObject(
          object.kind === 'policy'
            ? { text: object.text }
            : { kind: object.kind, fields: object.fields },
        );
        expect(await actions(object)).toEqual(new Set(['unchanged']));
        await vault.write(object);
        expect(await actions(object)).toEqual(new Set(['unchanged']));

        await vault.remove(object);
        await vault.remove(object);
        await vault.remove(makers.policy(subject));
        expect(await vault.read(object)).toBeUndefined();
      },
    );

    it('changes one field of a role and keeps the others', async () => {
      const { vault } = subject;
      const before = databaseRole(subject);
      await vault.write(before);
      const { db_name, creation_statements } = before.fields;
      const fields = { db_name, creation_statements, default_ttl: 1800 };

      await vault.write({ ...before, fields });

      expect(await vault.read(before)).toMatchObject({
        fields: { ...before.fields, default_ttl: 1800 },
      });
      await vault.remove(before);
    });

    it('refuses a field Vault would drop without a word', async () => {
      const { vault } = subject;
      const role = pkiRole(subject);
      const fields = { ...role.fields, allow_typo: true };

      await expect(vault.write({ ...role, fields })).rejects.toBeInstanceOf(
        VaultError,
      );
      expect(await vault.read(role)).toBeUndefined();
    });

    it('extends the roles a connection allows and leaves everything else of it alone', async () => {
      const { vault, mounts, connection } = subject;
      const place = { mount: mounts.database, connection };
      const before = await subject.connectionFields();
      const roles = (await vault.allowedRoles(place)) ?? [];
      expect(roles).toContain('kept-role');

      await vault.setAllowedRoles(place, [...roles, 'svc-contract.added']);

      expect(await subject.connectionFields()).toEqual({
        ...before,
        allowed_roles: [...roles, 'svc-contract.added'],
      });
      await vault.setAllowedRoles(place, roles);
      expect(await subject.connectionFields()).toEqual(before);
    });

    it('makes no connection that is not there', async () => {
      const { vault, mounts } = subject;
      const place = { mount: mounts.database, connection: 'no-such-thing' };

      expect(await vault.allowedRoles(place)).toBeUndefined();
      expect(await vault.usernameTemplate(place)).toBeUndefined();
      await expect(vault.setAllowedRoles(place, ['x'])).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await vault.allowedRoles(place)).toBeUndefined();
    });

    it('answers the username template of a connection', async () => {
      const { vault, mounts, connection } = subject;

      expect(
        await vault.usernameTemplate({ mount: mounts.database, connection }),
      ).toBe('v-{{random 8}}');
    });

    it('lists the leases of a role and revokes them one by one, a second time without harm', async () => {
      const { vault, mounts, connection } = subject;
      const role = databaseRole(subject);
      const place = { mount: mounts.database, connection };
      const roles = (await vault.allowedRoles(place)) ?? [];
      await vault.write(role);
      await vault.setAllowedRoles(place, [...roles, role.name]);
      expect(await vault.leaseIds(role)).toEqual([]);
      await subject.getCredential(role.name);
      await subject.getCredential(role.name);

      const [first, second, ...others] = await vault.leaseIds(role);
      expect(others).toEqual([]);
      await vault.revokeLease(first);
      await vault.revokeLease(first);
      expect(await vault.leaseIds(role)).toEqual([second]);
      await vault.revokeLease(second);
      expect(await vault.leaseIds(role)).toEqual([]);

      await vault.setAllowedRoles(place, roles);
      await vault.remove(role);
    });

    it.each(hostile)('refuses the name %j as a VaultError', async bad => {
      const { vault, mounts } = subject;
      const kinds = Object.values(makers).map(make => make(subject));
      const mount = mounts.database;
      const attempts = [
        ...kinds.flatMap(object => [
          () => vault.read({ ...object, name: bad }),
          () => vault.write({ ...object, name: bad }),
          () => vault.remove({ ...object, name: bad }),
        ]),
        () => vault.allowedRoles({ mount, connection: bad }),
        () => vault.allowedRoles({ mount: bad, connection: 'x' }),
        () => vault.setAllowedRoles({ mount, connection: bad }, []),
        () => vault.usernameTemplate({ mount, connection: bad }),
        () => vault.leaseIds({ mount, name: bad }),
      ];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({
          name: 'VaultError',
          code: 'not-found',
        });
      }
    });

    it.each(['sys', 'auth', 'auth/token', 'identity', 'cubbyhole'])(
      'takes %s for no mount of a secrets engine',
      async mount => {
        const role = { ...databaseRole(subject), mount };

        await expect(subject.vault.write(role)).rejects.toMatchObject({
          code: 'not-found',
        });
        await expect(
          subject.vault.setAllowedRoles({ mount, connection: 'cors' }, []),
        ).rejects.toMatchObject({ code: 'not-found' });
      },
    );

    it('goes on after it was closed', async () => {
      await subject.vault.close();

      expect(
        await subject.vault.read({ kind: 'policy', name: 'svc-no-such-thing' }),
      ).toBeUndefined();
    });
  });
}

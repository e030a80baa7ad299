/* eslint-disable jest/no-export -- a suite that other tests run */
import { VaultError } from '../vault/errors';
import type { Mounted, VaultApi, VaultOperatorApi } from '../vault/VaultApi';

/** A Vault to judge, and what is in it. */
export interface VaultSubject {
  readonly vault: VaultApi & VaultOperatorApi;
  /** A database role with at least two leases; its mount and connection exist. */
  readonly role: Mounted;
  readonly authRole: Mounted;
  readonly policy: string;
}

const nothing = 'no-such-thing';

/** What every implementation of the Vault ports must do. */
export function vaultContract(
  name: string,
  makeSubject: () => Promise<VaultSubject>,
): void {
  describe(`${name} keeps the contract of VaultApi`, () => {
    let subject: VaultSubject;

    beforeEach(async () => {
      subject = await makeSubject();
    });

    it('says that it is initialized and not sealed', async () => {
      expect(await subject.vault.health()).toMatchObject({
        initialized: true,
        sealed: false,
      });
    });

    it('answers the role, its connection and the limits of its mount', async () => {
      const { vault, role } = subject;
      const found = await vault.databaseRole(role);
      const connection = { mount: role.mount, name: found?.connection ?? '' };

      expect(found?.creationStatements.length).toBeGreaterThan(0);
      expect((await vault.connection(connection))?.plugin).toMatch(/plugin/);
      expect(
        (await vault.mountLimits(role.mount))?.maxTtlSeconds,
      ).toBeGreaterThan(0);
    });

    it('answers the auth role and the rules of its policy', async () => {
      const { vault, authRole, policy } = subject;

      const { boundServiceAccountNames } =
        (await vault.authRole(authRole)) ?? {};
      expect(boundServiceAccountNames).not.toHaveLength(0);
      const rules = (await vault.policy(policy))?.rules ?? [];
      expect(rules[0].capabilities).toContain('read');
    });

    it('lists the names of each kind, and none of a mount that has none', async () => {
      const { vault, role, authRole } = subject;
      const connection = (await vault.databaseRole(role))?.connection;

      expect(await vault.names('database-role', role.mount)).toContain(
        role.name,
      );
      expect(await vault.names('connection', role.mount)).toContain(connection);
      expect(await vault.names('auth-role', authRole.mount)).toContain(
        authRole.name,
      );
      expect(await vault.names('static-role', nothing)).toEqual([]);
    });

    it('answers undefined or nothing for what is not there', async () => {
      const { vault, role } = subject;
      const absent = { mount: role.mount, name: nothing };

      expect(await vault.databaseRole(absent)).toBeUndefined();
      expect(await vault.staticRole(absent)).toBeUndefined();
      expect(await vault.connection(absent)).toBeUndefined();
      expect(await vault.policy(nothing)).toBeUndefined();
      expect(await vault.mountLimits(nothing)).toBeUndefined();
      expect(
        await vault.authRole({ ...subject.authRole, name: nothing }),
      ).toBeUndefined();
      expect(await vault.leaseIds(absent)).toEqual([]);
      expect(
        await vault.lease(`${role.mount}/creds/${role.name}/${nothing}`),
      ).toBeUndefined();
    });

    it('lists the leases of the role by id and looks each up', async () => {
      const { vault, role } = subject;
      const ids = await vault.leaseIds(role);
      const [first] = ids;
      const lease = await vault.lease(first);

      expect(ids.length).toBeGreaterThanOrEqual(2);
      expect(first.startsWith(`${role.mount}/creds/${role.name}/`)).toBe(true);
      expect(lease).toMatchObject({ id: first, renewable: true });
      expect(lease?.ttlSeconds).toBeGreaterThan(0);
      expect(lease?.issuedAt.getTime()).toBeLessThanOrEqual(
        lease?.expiresAt?.getTime() ?? 0,
      );
    });

    it('renews and revokes one lease and leaves the others', async () => {
      const { vault, role } = subject;
      const [first, ...others] = await vault.leaseIds(role);

      expect((await vault.renewLease(first)).ttlSeconds).toBeGreaterThan(0);
      await vault.revokeLease(first);

      expect(await vault.leaseIds(role)).toEqual(others);
      expect(await vault.lease(first)).toBeUndefined();
      await expect(vault.renewLease(first)).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('refuses a name that is not legal as a VaultError, unasked', async () => {
      const { vault, role } = subject;
      const attempt = vault.databaseRole({ ...role, name: '../config/x' });

      await expect(attempt).rejects.toBeInstanceOf(VaultError);
      await expect(attempt).rejects.toMatchObject({
        code: 'not-found',
        retryable: false,
      });
    });
  });
}

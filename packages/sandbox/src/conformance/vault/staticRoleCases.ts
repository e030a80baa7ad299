import { defineCases } from '../defineCases';
import { VaultSession } from '../VaultSession';
import { databaseMount, databaseUser } from './databaseSetup';

const source =
  'Vault API: database static roles; builtin/logical/database/path_roles.go, path_creds_create.go, path_rotate_credentials.go';

async function staticRole(vault: VaultSession, more = {}) {
  const { mount, username } = await databaseUser(vault);
  const answer = await vault.post(`${mount}/static-roles/app`, {
    db_name: 'db',
    username,
    rotation_period: '1h',
    ...more,
  });
  return { mount, username, answer };
}

/** Static roles: one user whose password is rotated. */
export const staticRoleCases = defineCases(source, {
  'static role: written, read, listed and removed': async vault => {
    const { mount } = await staticRole(vault);
    await vault.get(`${mount}/static-roles/app`);
    await vault.list(`${mount}/static-roles`);
    await vault.get(`${mount}/static-creds/app`);
    await vault.delete(`${mount}/static-roles/app`);
    await vault.get(`${mount}/static-roles/app`);
    await vault.get(`${mount}/static-creds/app`);
  },
  'static role: what it needs is named': async vault => {
    const mount = await databaseMount(vault);
    const path = `${mount}/static-roles/app`;
    await vault.post(path, {});
    await vault.post(path, { db_name: 'db' });
    await vault.post(path, { username: 'u' });
    await vault.post(path, { db_name: 'db', username: 'u' });
    const role = { db_name: 'db', username: 'u' };
    await vault.post(path, { ...role, rotation_period: '1s' });
    await vault.post(path, { ...role, rotation_period: 'soon' });
  },
  'static role: a user nobody has cannot be rotated': async vault => {
    const mount = await databaseMount(vault);
    await vault.post(`${mount}/static-roles/app`, {
      db_name: 'db',
      username: 'no_such_user',
      rotation_period: '1h',
    });
    await vault.get(`${mount}/static-roles/app`);
  },
  'static role: an unknown connection is refused': async vault => {
    const mount = await databaseMount(vault);
    await vault.post(`${mount}/static-roles/app`, {
      db_name: 'none',
      username: 'u',
      rotation_period: '1h',
    });
  },
  'static role: a connection that does not allow it is refused':
    async vault => {
      const { mount, username } = await databaseUser(vault);
      await vault.prepare('POST', `${mount}/config/db`, {
        allowed_roles: ['other'],
      });
      await vault.post(`${mount}/static-roles/app`, {
        db_name: 'db',
        username,
        rotation_period: '1h',
      });
    },
  'static role: the user name stays, the period may change': async vault => {
    const { mount, username } = await staticRole(vault);
    const path = `${mount}/static-roles/app`;
    await vault.post(path, { username: 'other', rotation_period: '2h' });
    await vault.post(path, { username, rotation_period: '2h' });
    await vault.post(path, { rotation_period: '3h' });
    await vault.get(path);
  },
  'static role: a rotation on request changes the password': async vault => {
    const { mount } = await staticRole(vault);
    const before = await vault.get(`${mount}/static-creds/app`);
    await vault.post(`${mount}/rotate-role/app`);
    const after = await vault.get(`${mount}/static-creds/app`);
    const same =
      before.text('data', 'password') === after.text('data', 'password');
    if (same) throw new Error('the password was not rotated');
  },
  'static role: unknown ones are neither read nor rotated': async vault => {
    const mount = await databaseMount(vault);
    await vault.get(`${mount}/static-creds/none`);
    await vault.post(`${mount}/rotate-role/none`);
    await vault.get(`${mount}/static-roles/none`);
    await vault.list(`${mount}/static-roles`);
    await vault.delete(`${mount}/static-roles/none`);
  },
  'static role: a name that a role already has is refused': async vault => {
    const { mount, username } = await databaseUser(vault);
    await vault.post(`${mount}/static-roles/maker`, {
      db_name: 'db',
      username,
      rotation_period: '1h',
    });
    await vault.post(`${mount}/static-roles/app`, {
      db_name: 'db',
      username,
      rotation_period: '1h',
    });
    await vault.post(`${mount}/roles/app`, {
      db_name: 'db',
      creation_statements: ['x'],
    });
  },
  'static role: rotation statements that fail leave no role': async vault => {
    const { mount } = await staticRole(vault, {
      rotation_statements: ['SELECT no_such_function()'],
    });
    await vault.get(`${mount}/static-roles/app`);
  },
});

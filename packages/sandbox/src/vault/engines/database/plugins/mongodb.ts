import {
  ConnectionDetails,
  DatabasePlugin,
  fillConnectionUrl,
  notVerified,
} from './DatabasePlugin';

const absent =
  'no MongoDB is attached to this sandbox: set verify_connection=false to store the configuration, and use PostgreSQL or MySQL to issue credentials';

/** Vault's `mongodb-database-plugin` as far as the sandbox goes: configuration is kept, every use is refused. */
export function mongodbPlugin(details: ConnectionDetails): DatabasePlugin {
  fillConnectionUrl(details);
  const refuse = () => Promise.reject(new Error(absent));
  return {
    verify: () =>
      Promise.reject(
        notVerified('error verifying connection', new Error(absent)),
      ),
    createUser: refuse,
    changeUser: refuse,
    deleteUser: refuse,
    close: async () => undefined,
  };
}

import { ConnectionDetails, DatabasePlugin } from './DatabasePlugin';
import { mongodbPlugin } from './mongodb';
import { mysqlPlugin } from './mysql';
import { postgresqlPlugin } from './postgresql';

type PluginFactory = (details: ConnectionDetails) => DatabasePlugin;

const plugins: Record<string, PluginFactory> = {
  'postgresql-database-plugin': postgresqlPlugin,
  'mysql-database-plugin': mysqlPlugin,
  'mongodb-database-plugin': mongodbPlugin,
};

/** Opens a plugin by Vault's name for it. */
export function openPlugin(
  name: string,
  details: ConnectionDetails,
): DatabasePlugin {
  if (!Object.hasOwn(plugins, name)) {
    throw new Error(`plugin not found in the catalog: ${name}`);
  }
  return plugins[name](details);
}

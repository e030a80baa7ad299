import type { Connection } from 'backstage-plugin-service-secrets-node';

const names: Readonly<Record<string, string>> = {
  'postgresql-database-plugin': 'PostgreSQL',
  'mysql-database-plugin': 'MySQL',
  'mysql-aurora-database-plugin': 'MySQL',
  'mysql-rds-database-plugin': 'MySQL',
  'mysql-legacy-database-plugin': 'MySQL',
  'mongodb-database-plugin': 'MongoDB',
  'mongodbatlas-database-plugin': 'MongoDB Atlas',
  'mssql-database-plugin': 'SQL Server',
  'redshift-database-plugin': 'Redshift',
  'cassandra-database-plugin': 'Cassandra',
  'elasticsearch-database-plugin': 'Elasticsearch',
  'redis-database-plugin': 'Redis',
};

/** The database behind a connection by the name people know; the plugin's own name for any other. */
export function databaseName({ plugin }: Connection): string {
  return names[plugin] ?? plugin;
}

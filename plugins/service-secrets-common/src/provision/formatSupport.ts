import { DatabaseEngine, DeliveryMethod, SecretFormat } from './choices';

/** Spellings that mean something for every engine; the rest belong to one client library or another. */
const everyEngine: readonly SecretFormat[] = [
  'env',
  'dotenv',
  'json',
  'yaml',
  'properties',
  'libpq-uri',
];

const formats: Record<DatabaseEngine, readonly SecretFormat[]> = {
  postgresql: [...everyEngine, 'jdbc', 'go-dsn', 'sqlalchemy', 'pgpass'],
  mysql: [...everyEngine, 'jdbc', 'go-dsn', 'sqlalchemy'],
  mongodb: everyEngine,
};

/** The spellings of a credential file that clients of an engine can read; `libpq-uri` is the engine's own URI. */
export function formatsOf(engine: DatabaseEngine): readonly SecretFormat[] {
  return formats[engine];
}

/** Why a credential file cannot be delivered as asked, in words; undefined when it can. */
export function formatProblem(choice: {
  engine: DatabaseEngine;
  format: SecretFormat;
  delivery: DeliveryMethod;
}): string | undefined {
  const { engine, format, delivery } = choice;
  if (!formats[engine].includes(format)) {
    return `${engine} has no format ${format}; choose one of ${formats[
      engine
    ].join(', ')}`;
  }
  if (format === 'pgpass' && delivery !== 'agent-injector') {
    // A Secret volume belongs to root: libpq can read the file only with group access, and then refuses it.
    return 'libpq reads a pgpass file only when nobody else may, which only agent-injector can arrange; choose another format or method';
  }
  return undefined;
}

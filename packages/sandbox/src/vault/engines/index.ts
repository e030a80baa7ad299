import { EngineFactory } from '../Engine';
import { databaseEngine } from './database/databaseEngine';
import { kvEngine } from './kv/kvEngine';

/** Secrets engines that can be enabled, by type. */
export const engineFactories: Readonly<Record<string, EngineFactory>> = {
  database: databaseEngine,
  kv: kvEngine,
};

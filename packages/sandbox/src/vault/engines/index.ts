import { EngineFactory } from '../Engine';
import { databaseEngine } from './database/databaseEngine';
import { kvEngine } from './kv/kvEngine';
import { pkiEngine } from './pki/pkiEngine';

/** Secrets engines that can be enabled, by type. */
export const engineFactories: Readonly<Record<string, EngineFactory>> = {
  database: databaseEngine,
  kv: kvEngine,
  pki: pkiEngine,
};

import { EngineFactory } from '../Engine';

/** Auth methods that can be enabled, by type. */
export const authFactories: Readonly<Record<string, EngineFactory>> = {};

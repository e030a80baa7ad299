import { EngineFactory } from '../../Engine';
import { kvVersion1 } from './kvVersion1';
import { kvVersion2 } from './kvVersion2';

/** The kv engine: version 1 unless the mount's options say 2. */
export const kvEngine: EngineFactory = mount =>
  mount.options?.version === '2' ? kvVersion2() : kvVersion1();

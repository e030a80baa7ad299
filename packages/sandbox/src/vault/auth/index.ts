import { EngineFactory } from '../Engine';
import { approleAuth } from './approle/approleAuth';
import { kubernetesAuth } from './kubernetes/kubernetesAuth';

/** Auth methods that can be enabled, by type. */
export const authFactories: Readonly<Record<string, EngineFactory>> = {
  approle: approleAuth,
  kubernetes: kubernetesAuth,
};

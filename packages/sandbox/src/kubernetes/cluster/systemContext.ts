import type { WriteContext } from '../objects/WriteContext';
import type { ResourceType } from '../resources/ResourceType';

/** The context of a write the server does on its own behalf. */
export function systemContext(
  type: ResourceType,
  namespace = '',
  manager = 'kube-controller-manager',
): WriteContext {
  return {
    type,
    namespace,
    name: '',
    manager,
    dryRun: false,
    fieldValidation: 'Strict',
    warn: () => undefined,
  };
}

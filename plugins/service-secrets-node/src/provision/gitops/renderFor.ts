import {
  PlanFile,
  RenderTarget,
} from 'backstage-plugin-service-secrets-common';

import { planFiles } from '../delivery/planFiles';
import { DesiredState } from '../DesiredState';
import { ServiceSpec } from '../ServiceSpec';
import { terraformFiles } from './terraform';
import { vaultConfigOperatorFiles } from './vaultConfigOperator';

const renderers: Record<
  RenderTarget,
  (spec: ServiceSpec, desired: DesiredState) => PlanFile[]
> = {
  manifests: planFiles,
  terraform: terraformFiles,
  'vault-config-operator': vaultConfigOperatorFiles,
};

/** A plan as files for a pipeline instead of writes from here. */
export function renderFor(
  target: RenderTarget,
  spec: ServiceSpec,
  desired: DesiredState,
): PlanFile[] {
  return renderers[target](spec, desired);
}

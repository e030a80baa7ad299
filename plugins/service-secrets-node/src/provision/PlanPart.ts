import { AllowedRole, DesiredObject } from './DesiredState';
import { ManifestNames } from './delivery';

/** A part of a plan: objects in Vault, and what manifests call them. */
export interface PlanPart {
  readonly objects: readonly DesiredObject[];
  readonly allowedRoles: readonly AllowedRole[];
  readonly names: Partial<ManifestNames>;
}

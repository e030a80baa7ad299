import {
  ActualObject,
  AllowedRole,
  changeAllowedRoles,
  changedFields,
  DesiredObject,
  isMarkedBy,
  isOwnedBy,
  KubernetesProvisionerApi,
  ManifestRef,
  ServiceOwner,
  VaultProvisionerApi,
} from 'backstage-plugin-service-secrets-node';

import { connectionPath, objectPath } from './describeChange';
import { isEmptyPlace } from './kvPlace';
import { describeRef } from './manifestSteps';

/** What became of one object: taken away, not there (any more), left for another attempt, or staying whatever is tried. */
export type Removal =
  | { readonly kind: 'removed'; readonly what: string }
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'left' | 'stays';
      readonly what: string;
      readonly reason: string;
    };

/** What removing needs. */
export interface RemoverOptions {
  readonly owner: ServiceOwner;
  readonly vault: VaultProvisionerApi;
  /** Absent: manifests stay. */
  readonly cluster?: KubernetesProvisionerApi;
  readonly exclusively: (
    connection: string,
    work: () => Promise<void>,
  ) => Promise<void>;
}

/** Takes objects away, those that carry our marker and no others. */
export class Remover {
  constructor(private readonly options: RemoverOptions) {}

  /** Whether an object is this service's: by its own marker, or by the policy it belongs to. */
  async isOurs(object: DesiredObject, actual: ActualObject): Promise<boolean> {
    const { owner, vault } = this.options;
    if (object.kind === 'policy' || object.kind === 'kv-placeholder') {
      return isMarkedBy(owner, actual);
    }
    const anchor = await vault.read({ kind: 'policy', name: object.anchor });
    return isMarkedBy(owner, anchor);
  }

  async removeObject(object: DesiredObject): Promise<Removal> {
    const { vault } = this.options;
    const actual = await vault.read(object);
    if (!actual) return { kind: 'absent' };
    const what = objectPath(object);
    if (!(await this.isOurs(object, actual))) {
      return {
        kind: 'left',
        what,
        reason: 'It does not name this service as its owner',
      };
    }
    if (object.kind === 'kv-placeholder' && !isEmptyPlace(actual)) {
      return {
        kind: 'left',
        what,
        reason: 'It holds secrets; whoever wrote them removes them',
      };
    }
    await vault.remove(object);
    return { kind: 'removed', what };
  }

  /** Puts an object back as it was before a run, unless somebody else changed it since. */
  async restoreObject(
    object: DesiredObject,
    before: ActualObject | undefined,
  ): Promise<Removal> {
    const actual = await this.options.vault.read(object);
    const what = objectPath(object);
    const former = before && withFieldsOf(object, before);
    if (!actual) {
      return former
        ? { kind: 'left', what, reason: 'Somebody removed it since' }
        : { kind: 'absent' };
    }
    if (former && changedFields(former, actual).length === 0) {
      return { kind: 'absent' };
    }
    if (changedFields(object, actual).length > 0) {
      return { kind: 'left', what, reason: 'Somebody changed it since' };
    }
    if (!former) return this.removeObject(object);
    if (!(await this.isOurs(object, actual))) {
      return {
        kind: 'left',
        what,
        reason: 'It does not name this service as its owner',
      };
    }
    await this.options.vault.write(former);
    return { kind: 'removed', what: `${what} (as it was before)` };
  }

  async removeAllowedRole(role: AllowedRole): Promise<Removal> {
    let wasThere = false;
    await changeAllowedRoles(this.options, {
      connection: role,
      change: roles => {
        if (!roles.includes(role.role)) return undefined;
        wasThere = true;
        return roles.filter(name => name !== role.role);
      },
    });
    return wasThere
      ? {
          kind: 'removed',
          what: `${role.role} from allowed_roles of ${connectionPath(role)}`,
        }
      : { kind: 'absent' };
  }

  async removeManifest(ref: ManifestRef): Promise<Removal> {
    const { cluster, owner } = this.options;
    const what = describeRef(ref);
    if (!cluster) {
      return {
        kind: 'left',
        what,
        reason: 'No identity may change the cluster',
      };
    }
    const found = await cluster.owner(ref);
    if (!found.exists) return { kind: 'absent' };
    if (ref.kind === 'Namespace') return stayingNamespace(ref);
    if (!isOwnedBy(owner, found)) {
      return {
        kind: 'left',
        what,
        reason:
          'It does not name this service and this environment as its owner',
      };
    }
    // That object and no other, should somebody put one in its place right now.
    await cluster.remove(ref, found.uid);
    return { kind: 'removed', what };
  }
}

/** Whatever else lives in a namespace would go with it, whoever it belongs to. */
function stayingNamespace(ref: ManifestRef): Removal {
  return {
    kind: 'stays',
    what: describeRef(ref),
    reason: `Nothing here removes a namespace, because everything in it would go too. When nobody needs what is left in it: kubectl delete namespace ${ref.name}`,
  };
}

/** An earlier state in the fields a run wrote; what it did not touch stays as it is now. */
function withFieldsOf(
  object: DesiredObject,
  before: ActualObject,
): DesiredObject {
  if (object.kind === 'policy') {
    return before.kind === 'policy' ? { ...object, text: before.text } : object;
  }
  const fields = before.kind === 'policy' ? {} : before.fields;
  return {
    ...object,
    fields: Object.fromEntries(
      Object.entries(fields).filter(([field]) => field in object.fields),
    ),
  };
}

import { AllowedRole, DesiredObject } from '../provision/DesiredState';
import {
  ActualObject,
  ObjectRef,
  VaultProvisionerApi,
} from '../provision/VaultProvisionerApi';
import { VaultError } from '../vault/errors';

function keyOf(ref: ObjectRef): string {
  return ref.kind === 'policy'
    ? `policy ${ref.name}`
    : `${ref.kind} ${ref.mount}/${ref.name}`;
}

/** A Vault that takes writes, in memory. `failAtWrite` makes the n-th write fail, counted from 1. */
export class InMemoryProvisioner implements VaultProvisionerApi {
  readonly objects = new Map<string, ActualObject>();
  readonly connections = new Map<string, readonly string[]>();
  writes = 0;
  failAtWrite?: number;

  async read(ref: ObjectRef): Promise<ActualObject | undefined> {
    return this.objects.get(keyOf(ref));
  }

  async write(object: DesiredObject): Promise<void> {
    this.countWrite(`write ${keyOf(object)}`);
    this.objects.set(
      keyOf(object),
      object.kind === 'policy'
        ? { kind: 'policy', text: object.text }
        : { kind: object.kind, fields: object.fields },
    );
  }

  async remove(ref: ObjectRef): Promise<void> {
    this.countWrite(`remove ${keyOf(ref)}`);
    this.objects.delete(keyOf(ref));
  }

  async allowedRoles({
    mount,
    connection,
  }: Omit<AllowedRole, 'role'>): Promise<readonly string[] | undefined> {
    return this.connections.get(`${mount}/${connection}`);
  }

  async setAllowedRoles(
    { mount, connection }: Omit<AllowedRole, 'role'>,
    roles: readonly string[],
  ): Promise<void> {
    this.countWrite(`allow roles of ${mount}/${connection}`);
    this.connections.set(`${mount}/${connection}`, roles);
  }

  private countWrite(operation: string): void {
    this.writes += 1;
    if (this.writes === this.failAtWrite) {
      throw new VaultError({
        code: 'unreachable',
        operation,
        target: 'in-memory',
        retryable: true,
      });
    }
  }
}

import type {
  AllowedRole,
  DesiredFields,
  DesiredObject,
} from '../provision/DesiredState';
import type {
  ActualObject,
  ObjectRef,
  VaultProvisionerApi,
} from '../provision/VaultProvisionerApi';
import type { UpstreamProblem } from '../upstream/UpstreamError';
import { VaultError } from '../vault/errors';
import { unknownFields } from '../vault/objectFields';
import { problemOfThrown } from '../vault/problemOf';
import { provisionerPaths } from '../vault/provisionerPaths';
import { CallPhase, InterruptibleCalls } from './InterruptibleCalls';

/** A method of the provisioner's Vault port. */
export type ProvisionerMethod = keyof VaultProvisionerApi;
type Connection = Omit<AllowedRole, 'role'>;
type Code = UpstreamProblem['code'];

const retryable: ReadonlySet<Code> = new Set([
  'timeout',
  'rate-limited',
  'sealed',
  'unreachable',
]);

const writing: ReadonlySet<ProvisionerMethod> = new Set([
  'write',
  'remove',
  'setAllowedRoles',
  'revokeLease',
]);

/** The key of an object in `objects`: `policy name` or `kind mount/name`. */
export function objectKey(ref: ObjectRef): string {
  return ref.kind === 'policy'
    ? `policy ${ref.name}`
    : `${ref.kind} ${ref.mount}/${ref.name}`;
}

/** The error the fakes of Vault fail with. */
export function inMemoryVaultError(code: Code, operation: string): VaultError {
  return new VaultError({
    code,
    operation,
    target: 'in-memory',
    retryable: retryable.has(code),
  });
}

/** As the adapter: a name that is not legal is never asked for. */
function checked(makeRequest: () => unknown): void {
  try {
    makeRequest();
  } catch (error) {
    throw problemOfThrown(error, 'make a request', 'in-memory');
  }
}

/**
 * A Vault that takes writes, in memory. `calls` fails, kills or watches single
 * calls; `failAtWrite` makes the n-th write fail, counted from 1.
 */
export class InMemoryProvisioner implements VaultProvisionerApi {
  /** By `objectKey`. */
  readonly objects = new Map<string, ActualObject>();
  /** Allowed roles by `mount/connection`. */
  readonly connections = new Map<string, readonly string[]>();
  /** By `mount/connection`. */
  readonly usernameTemplates = new Map<string, string>();
  /** Ids of all live leases: `mount/creds/role/id`. */
  readonly leases = new Set<string>();
  readonly calls = new InterruptibleCalls<ProvisionerMethod>(
    inMemoryVaultError,
  );
  writes = 0;
  failAtWrite?: number;
  /** Whether our token was revoked; the next call logs in anew. */
  closed = false;

  /** Makes a method fail with that code until `calls.recover()`; `after` is an answer that got lost. */
  fail(method: ProvisionerMethod, code: Code, phase?: CallPhase): void {
    this.calls.fail(method, code, phase);
  }

  async read(ref: ObjectRef): Promise<ActualObject | undefined> {
    checked(() => provisionerPaths.read(ref));
    return this.call('read', objectKey(ref), () =>
      this.objects.get(objectKey(ref)),
    );
  }

  async write(object: DesiredObject): Promise<void> {
    checked(() => provisionerPaths.write(object, {}));
    if (object.kind !== 'policy' && unknownFields(object).length > 0) {
      throw inMemoryVaultError('bad-answer', `write ${objectKey(object)}`);
    }
    await this.call('write', objectKey(object), () => {
      this.objects.set(objectKey(object), this.stored(object));
    });
  }

  async remove(ref: ObjectRef): Promise<void> {
    checked(() => provisionerPaths.remove(ref));
    await this.call('remove', objectKey(ref), () => {
      this.objects.delete(objectKey(ref));
    });
  }

  async allowedRoles({
    mount,
    connection,
  }: Connection): Promise<readonly string[] | undefined> {
    const key = `${mount}/${connection}`;
    checked(() => provisionerPaths.connection({ mount, name: connection }));
    return this.call('allowedRoles', key, () => this.connections.get(key));
  }

  async setAllowedRoles(
    { mount, connection }: Connection,
    roles: readonly string[],
  ): Promise<void> {
    const key = `${mount}/${connection}`;
    checked(() => provisionerPaths.connection({ mount, name: connection }));
    await this.call('setAllowedRoles', key, () => {
      if (!this.connections.has(key)) {
        throw inMemoryVaultError('not-found', `write connection ${key}`);
      }
      this.connections.set(key, [...roles]);
    });
  }

  async usernameTemplate({
    mount,
    connection,
  }: Connection): Promise<string | undefined> {
    const key = `${mount}/${connection}`;
    checked(() => provisionerPaths.connection({ mount, name: connection }));
    return this.call('usernameTemplate', key, () =>
      this.usernameTemplates.get(key),
    );
  }

  async leaseIds({
    mount,
    name,
  }: {
    mount: string;
    name: string;
  }): Promise<readonly string[]> {
    const prefix = `${mount}/creds/${name}/`;
    checked(() => provisionerPaths.leaseIds({ mount, name }));
    return this.call('leaseIds', `${mount}/${name}`, () =>
      [...this.leases].filter(id => id.startsWith(prefix)),
    );
  }

  async revokeLease(id: string): Promise<void> {
    checked(() => provisionerPaths.revokeLease(id));
    await this.call('revokeLease', id, () => {
      this.leases.delete(id);
    });
  }

  async close(): Promise<void> {
    await this.calls.run('close', 'token', () => {
      this.closed = true;
    });
  }

  /** As Vault: a PKI role is replaced as a whole, fields of other objects stay when not written. */
  private stored(object: DesiredObject): ActualObject {
    if (object.kind === 'policy') return { kind: 'policy', text: object.text };
    const before = this.objects.get(objectKey(object));
    const kept =
      before && before.kind !== 'policy' && object.kind !== 'pki-role'
        ? before.fields
        : {};
    // A new place in a KV store holds no version yet.
    const made: DesiredFields =
      object.kind === 'kv-placeholder' ? { current_version: 0 } : {};
    return {
      kind: object.kind,
      fields: { ...made, ...kept, ...object.fields },
    };
  }

  private async call<T>(
    method: ProvisionerMethod,
    ref: string,
    effect: () => T,
  ): Promise<T> {
    this.closed = false;
    if (writing.has(method)) {
      this.writes += 1;
      if (this.writes === this.failAtWrite) {
        throw inMemoryVaultError('unreachable', `${method} ${ref}`);
      }
    }
    return this.calls.run(method, ref, effect);
  }
}

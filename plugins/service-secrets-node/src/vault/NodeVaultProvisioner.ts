import { z } from 'zod';

import type { AllowedRole, DesiredObject } from '../provision/DesiredState';
import type {
  ActualObject,
  ObjectRef,
  VaultProvisionerApi,
} from '../provision/VaultProvisionerApi';
import type { VaultRequest } from './buildRequest';
import { VaultError } from './errors';
import { data, optionalText, strings } from './fields';
import {
  objectAnswer,
  readFields,
  unknownFields,
  writeBody,
} from './objectFields';
import { provisionerPaths } from './provisionerPaths';
import { problemOfWrite } from './refusedWrite';
import { keysAnswer } from './schema';
import type { Mounted } from './VaultApi';
import type { VaultSession } from './VaultSession';

type Connection = Omit<AllowedRole, 'role'>;

const policyText = data(z.object({ policy: z.string() })).transform(
  answer => answer.data.policy,
);

const connectionAnswer = data(
  z.object({
    allowed_roles: strings,
    verify_connection: z.boolean().optional(),
    connection_details: z.object({ username_template: optionalText }).nullish(),
  }),
).transform(answer => answer.data);

function named({ mount, connection }: Connection): Mounted {
  return { mount, name: connection };
}

/** The provisioner's port over node-vault, as an identity of its own. */
export class NodeVaultProvisioner implements VaultProvisionerApi {
  constructor(private readonly session: VaultSession) {}

  async read(ref: ObjectRef): Promise<ActualObject | undefined> {
    const { kind } = ref;
    const makeRequest = () => provisionerPaths.read(ref);
    if (kind === 'policy') {
      const text = await this.find(makeRequest, policyText);
      return text === undefined ? undefined : { kind, text };
    }
    const answer = await this.find(makeRequest, objectAnswer);
    return answer && { kind, fields: readFields(kind, answer) };
  }

  async write(object: DesiredObject): Promise<void> {
    const request = this.session.prepare(() =>
      provisionerPaths.write(object, writeBody(object)),
    );
    const unknown = object.kind === 'policy' ? [] : unknownFields(object);
    if (unknown.length > 0) {
      throw new VaultError({
        code: 'bad-answer',
        operation: `${request.operation} with the unknown ${unknown.join(
          ', ',
        )}`,
        target: this.session.target,
        retryable: false,
      });
    }
    await this.send(request);
  }

  async remove(ref: ObjectRef): Promise<void> {
    const request = this.session.prepare(() => provisionerPaths.remove(ref));
    const answer = await this.session.call(request);
    if (answer.status >= 300 && answer.status !== 404) {
      throw problemOfWrite(answer, request, this.session.target);
    }
  }

  async allowedRoles(
    connection: Connection,
  ): Promise<readonly string[] | undefined> {
    return (await this.connection(connection))?.allowed_roles;
  }

  async setAllowedRoles(
    connection: Connection,
    roles: readonly string[],
  ): Promise<void> {
    const present = await this.connection(connection);
    // Without the check a bare list of roles would make a broken connection of that name.
    if (!present) throw this.noConnection(connection);
    const { verify_connection } = present;
    const request = this.session.prepare(() =>
      provisionerPaths.allowRoles(named(connection), {
        allowed_roles: roles,
        // Where Vault keeps the setting, leaving it out would reset it.
        ...(verify_connection !== undefined && { verify_connection }),
      }),
    );
    await this.send(request);
  }

  async usernameTemplate(connection: Connection): Promise<string | undefined> {
    const present = await this.connection(connection);
    return present?.connection_details?.username_template;
  }

  async leaseIds(role: Mounted): Promise<readonly string[]> {
    const keys = await this.find(
      () => provisionerPaths.leaseIds(role),
      keysAnswer,
    );
    const prefix = `${role.mount}/creds/${role.name}/`;
    // Folders are not leases: `creds/a` may have leases of `creds/a/b` below it.
    return (keys ?? [])
      .filter(key => !key.endsWith('/'))
      .map(key => prefix + key);
  }

  async revokeLease(id: string): Promise<void> {
    await this.send(
      this.session.prepare(() => provisionerPaths.revokeLease(id)),
    );
  }

  /** Revokes our token; another run may go on: its next call logs in anew. */
  async close(): Promise<void> {
    await this.session.release();
  }

  private async connection(connection: Connection) {
    return this.find(
      () => provisionerPaths.connection(named(connection)),
      connectionAnswer,
    );
  }

  private noConnection(connection: Connection): VaultError {
    const { operation } = this.session.prepare(() =>
      provisionerPaths.connection(named(connection)),
    );
    return new VaultError({
      code: 'not-found',
      operation,
      target: this.session.target,
      retryable: false,
    });
  }

  private async send(request: VaultRequest): Promise<void> {
    const answer = await this.session.call(request);
    if (answer.status >= 300) {
      throw problemOfWrite(answer, request, this.session.target);
    }
  }

  private async find<T>(
    makeRequest: () => VaultRequest,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const request = this.session.prepare(makeRequest);
    const answer = await this.session.call(request);
    if (answer.status === 404) return undefined;
    return this.session.read(schema, answer, request);
  }
}

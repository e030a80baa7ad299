import nodeVault from 'node-vault';
import type { z } from 'zod';

import type { Clock } from '../upstream/Clock';
import { systemClock } from '../upstream/Clock';
import type { Transport } from '../upstream/Transport';
import { VaultError } from './errors';
import { isAllowedRequest, VaultRequest, vaultPaths } from './paths';
import { pkiIssuerAnswer, pkiRoleAnswer } from './pkiSchema';
import { errorTexts, problemOfAnswer } from './problemOf';
import * as answers from './schema';
import { readLease } from './readLease';
import { handleVaultResponse, requestPromise, WireOptions } from './transport';
import type {
  AuthRole,
  Connection,
  DatabaseRole,
  IrrevocableLease,
  Lease,
  ListedKind,
  Mounted,
  MountLimits,
  PkiIssuer,
  PkiRole,
  Policy,
  StaticRole,
  VaultApi,
  VaultHealth,
  VaultOperatorApi,
} from './VaultApi';
import type { SendToVault, VaultAnswer } from './VaultAnswer';
import type { VaultSession } from './VaultSession';

/** How node-vault reaches one instance. */
export interface VaultSenderOptions {
  readonly transport: Transport;
  /** Vault's own namespace, not Kubernetes'. */
  readonly namespace?: string;
  /** Which requests may pass; the reader's and operator's unless told otherwise. */
  readonly isAllowed?: WireOptions['isAllowed'];
}

/** Sends requests through node-vault over our transport, with nothing taken from the environment. */
export function createVaultSender({
  transport,
  namespace = '',
  isAllowed = isAllowedRequest,
}: VaultSenderOptions): SendToVault {
  const client = nodeVault({
    endpoint: transport.origin,
    // Our requests are typed; checking each against a JSON schema costs a fifth of a lookup.
    tv4: { validate: () => true },
    debug: () => undefined,
    'request-promise': requestPromise({ transport, isAllowed }),
  } as object); // node-vault's types know neither hook's real shape.
  // Set afterwards: an empty option would fall back to VAULT_TOKEN, VAULT_NAMESPACE, VAULT_PREFIX.
  client.token = '';
  Object.assign(client, { namespace, pathPrefix: '', handleVaultResponse });
  return (request, token): Promise<VaultAnswer> =>
    client.request({
      method: request.method,
      path: request.query
        ? `/${request.path}?${request.query}`
        : `/${request.path}`,
      json: request.body,
      headers:
        token === undefined
          ? { 'X-Vault-Request': 'true' }
          : { 'X-Vault-Request': 'true', 'X-Vault-Token': token },
      repeatable: request.repeatable,
    });
}

/** Absence, where it has a meaning: no such role, no such mount, no such lease. */
type IsAbsent = (answer: VaultAnswer) => boolean;

const isNotFound: IsAbsent = ({ status }) => status === 404;
const isUnknownMount: IsAbsent = answer =>
  answer.status === 404 ||
  (answer.status === 400 && /cannot fetch sysview/.test(errorTexts(answer)));
const isEndedLease: IsAbsent = answer =>
  answer.status === 404 ||
  (answer.status === 400 && /invalid lease/.test(errorTexts(answer)));
const isUnknownIssuer: IsAbsent = answer =>
  answer.status === 404 ||
  (answer.status === 500 &&
    /unable to find PKI issuer|no default issuer/.test(errorTexts(answer)));

/** Both Vault ports over node-vault: the only place that knows it. */
export class NodeVaultApi implements VaultApi, VaultOperatorApi {
  constructor(
    private readonly session: VaultSession,
    private readonly clock: Clock = systemClock,
  ) {}

  async health(): Promise<VaultHealth> {
    const request = vaultPaths.health();
    const answer = await this.session.callOpenly(request);
    // Its status tells active from standby from sealed; the body says the same in words.
    const { body } = answer;
    const known = [200, 429, 472, 473, 501, 503].includes(answer.status);
    const read = known ? { status: 200, body } : answer;
    return this.session.read(answers.healthAnswer, read, request);
  }

  async mountLimits(mount: string): Promise<MountLimits | undefined> {
    return this.find(
      () => vaultPaths.mountLimits(mount),
      answers.mountLimitsAnswer,
      isUnknownMount,
    );
  }

  async databaseRole(role: Mounted): Promise<DatabaseRole | undefined> {
    return this.find(
      () => vaultPaths.databaseRole(role),
      answers.databaseRoleAnswer,
    );
  }

  async staticRole(role: Mounted): Promise<StaticRole | undefined> {
    return this.find(
      () => vaultPaths.staticRole(role),
      answers.staticRoleAnswer,
    );
  }

  async connection(connection: Mounted): Promise<Connection | undefined> {
    return this.find(
      () => vaultPaths.connection(connection),
      answers.connectionAnswer,
    );
  }

  async names(kind: ListedKind, mount: string): Promise<readonly string[]> {
    const makeRequest = () => vaultPaths.names(kind, mount);
    const keys = await this.find(makeRequest, answers.keysAnswer);
    return [...(keys ?? [])].sort((a, b) => (a < b ? -1 : 1));
  }

  async authRole(role: Mounted): Promise<AuthRole | undefined> {
    return this.find(() => vaultPaths.authRole(role), answers.authRoleAnswer);
  }

  async policy(name: string): Promise<Policy | undefined> {
    return this.find(() => vaultPaths.policy(name), answers.policyAnswer);
  }

  async leaseIds(role: Mounted): Promise<readonly string[]> {
    const makeRequest = () => vaultPaths.leaseIds(role);
    const keys = await this.find(makeRequest, answers.keysAnswer);
    const prefix = `${role.mount}/creds/${role.name}/`;
    // Folders are not leases: `creds/a` may have leases of `creds/a/b` below it.
    return (keys ?? [])
      .filter(key => !key.endsWith('/'))
      .map(key => prefix + key);
  }

  async lease(id: string): Promise<Lease | undefined> {
    const request = this.session.prepare(() => vaultPaths.lease(id));
    const answer = await this.session.call(request);
    if (isEndedLease(answer)) return undefined;
    // Ten thousand at a time: what reads as usual is not taken through the schema.
    const lease =
      readLease(answer) ??
      this.session.read(answers.leaseAnswer, answer, request);
    return { ...lease, readAt: new Date(this.clock.now()) };
  }

  async irrevocableLeases(): Promise<readonly IrrevocableLease[]> {
    const found = await this.find(
      vaultPaths.irrevocableLeases,
      answers.irrevocableAnswer,
    );
    return found ?? [];
  }

  async pkiRole(role: Mounted): Promise<PkiRole | undefined> {
    return this.find(() => vaultPaths.pkiRole(role), pkiRoleAnswer);
  }

  async pkiIssuer(issuer: Mounted): Promise<PkiIssuer | undefined> {
    const whole = () => vaultPaths.pkiIssuer(issuer);
    try {
      return await this.find(whole, pkiIssuerAnswer, isUnknownIssuer);
    } catch (error) {
      if (!(error instanceof VaultError) || error.code !== 'denied')
        throw error;
    }
    const open = () => vaultPaths.pkiIssuerCertificate(issuer);
    return this.find(open, pkiIssuerAnswer, isUnknownIssuer);
  }

  async renewLease(id: string): Promise<{ ttlSeconds: number }> {
    const request = this.session.prepare(() => vaultPaths.renewLease(id));
    const answer = await this.session.call(request);
    if (answer.status === 400) throw this.refusedRenewal(answer, request);
    return this.session.read(answers.renewalAnswer, answer, request);
  }

  async revokeLease(id: string): Promise<void> {
    const request = this.session.prepare(() => vaultPaths.revokeLease(id));
    const answer = await this.session.call(request);
    if (answer.status >= 300) {
      throw problemOfAnswer(answer, request, this.session.target);
    }
  }

  /** Revokes our token. */
  async close(): Promise<void> {
    await this.session.close();
  }

  /** Vault answers 400 to what it will not renew: a lease that ended, or one that may not live longer. */
  private refusedRenewal(
    answer: VaultAnswer,
    { operation }: VaultRequest,
  ): VaultError {
    const unknown = /lease not found|lease expired/.test(errorTexts(answer));
    return new VaultError({
      code: unknown ? 'not-found' : 'denied',
      operation,
      target: this.session.target,
      retryable: false,
    });
  }

  private async find<T>(
    makeRequest: () => VaultRequest,
    schema: z.ZodType<T>,
    isAbsent: IsAbsent = isNotFound,
  ): Promise<T | undefined> {
    const request = this.session.prepare(makeRequest);
    const answer = await this.session.call(request);
    if (isAbsent(answer)) return undefined;
    return this.session.read(schema, answer, request);
  }
}

import { Core } from '../Core';
import { EngineResponse } from '../Engine';
import { booleanField, durationField, textField } from '../engines/fields';
import { Call, listOf, Route } from '../engines/routes';
import { Lease } from '../lease/Lease';
import { badRequest, internalError, nothingThere, reasonOf } from '../problems';
import { rfc3339 } from '../values/duration';

function leaseIdOf(call: Call): string {
  const id =
    call.params.rest ??
    textField(call.data, 'lease_id') ??
    textField(call.data, 'url_lease_id');
  if (!id) throw badRequest('lease_id must be specified');
  return id;
}

function timeOrNull(time: number | undefined): string | null {
  return time === undefined ? null : rfc3339(time);
}

function describe(lease: Lease, now: number): Record<string, unknown> {
  return {
    id: lease.id,
    issue_time: rfc3339(lease.issuedAt),
    expire_time: rfc3339(lease.expiresAt),
    last_renewal: timeOrNull(lease.lastRenewal),
    renewable: lease.renewable && lease.expiresAt > now,
    ttl: Math.trunc((lease.expiresAt - now) / 1000),
  };
}

function lookup(core: Core, call: Call): EngineResponse {
  const id = leaseIdOf(call);
  const lease = core.leases.get(id);
  // An id without a path is none.
  if (!id.includes('/')) throw badRequest('invalid lease ID');
  if (!lease) throw badRequest('invalid lease');
  return { data: describe(lease, core.clock.now()) };
}

function listFolder(core: Core, call: Call): EngineResponse {
  const prefix = call.params.rest ?? '';
  return listOf(core.leases.children(prefix === '' ? '' : `${prefix}/`));
}

async function renew(core: Core, call: Call): Promise<EngineResponse> {
  const lease = core.leases.get(leaseIdOf(call));
  if (!lease) throw badRequest('lease not found');
  const { ttl, warnings } = await core.engineLeases.renew(
    lease,
    durationField(call.data, 'increment') ?? 0,
  );
  return {
    renewed: { id: lease.id, renewable: lease.renewable, ttl },
    warnings,
  };
}

async function revoke(core: Core, call: Call): Promise<EngineResponse> {
  const lease = core.leases.get(leaseIdOf(call));
  const sync = booleanField(call.data, 'sync') ?? true;
  if (!sync) {
    if (lease) core.leases.revokeSoon(lease);
    return { status: 202 };
  }
  if (lease) {
    await core.leases.revokeNow(lease).catch((error: unknown) => {
      throw badRequest(
        `failed to revoke entry: resp: (*logical.Response)(nil) err: ${reasonOf(
          error,
        )}`,
      );
    });
  }
  return {};
}

async function revokePrefix(core: Core, call: Call): Promise<EngineResponse> {
  const leases = core.leases.below(call.params.rest);
  const sync = booleanField(call.data, 'sync') ?? true;
  if (!sync) {
    leases.forEach(lease => core.leases.revokeSoon(lease));
    return { status: 202 };
  }
  for (const [index, lease] of leases.entries()) {
    await core.leases.revokeNow(lease).catch((error: unknown) => {
      throw badRequest(
        `failed to revoke "${lease.id}" (${index + 1} / ${
          leases.length
        }): failed to revoke entry: resp: (*logical.Response)(nil) err: ${reasonOf(
          error,
        )}`,
      );
    });
  }
  return {};
}

/** Drops leases whatever their engine says, which may orphan what they granted. */
async function revokeForce(core: Core, call: Call): Promise<EngineResponse> {
  for (const lease of core.leases.below(call.params.rest)) {
    await core.leases.revokeNow(lease).catch(() => core.leases.drop(lease));
  }
  return {};
}

function requireIrrevocable(call: Call): void {
  if (textField(call.data, 'type') !== 'irrevocable') throw nothingThere();
}

function count(core: Core, call: Call): EngineResponse {
  requireIrrevocable(call);
  const counts: Record<string, number> = {};
  const leases = core.leases.irrevocable();
  for (const { source } of leases) {
    counts[source.accessor] = (counts[source.accessor] ?? 0) + 1;
  }
  return { data: { lease_count: leases.length, counts } };
}

function limitOf(call: Call): number {
  const text = textField(call.data, 'limit') ?? '10000';
  if (text === 'none') return Infinity;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw internalError(
    /^[-+]?\d+$/.test(text)
      ? "limit must be 'none' or a positive integer"
      : `invalid 'limit' provided: strconv.Atoi: parsing "${text}": invalid syntax`,
  );
}

function irrevocable(core: Core, call: Call): EngineResponse {
  requireIrrevocable(call);
  const leases = core.leases.irrevocable();
  return {
    data: {
      lease_count: leases.length,
      leases: leases.slice(0, limitOf(call)).map(lease => ({
        lease_id: lease.id,
        mount_id: lease.source.accessor,
        error: lease.failure,
      })),
    },
  };
}

/** The store keeps no broken entries, so a tidy has nothing to remove. */
function tidy(): EngineResponse {
  return {
    status: 202,
    warnings: [
      "Tidy operation successfully started. Any information from the operation will be printed to Vault's server logs.",
    ],
  };
}

type Endpoint = (call: Call) => EngineResponse | Promise<EngineResponse>;

/** A path that takes the lease id in the body or behind it. */
function withOptionalId(path: string, handler: Endpoint): Route[] {
  return [
    { path, on: { update: handler } },
    { path: `${path}/:rest`, on: { update: handler } },
  ];
}

/** `sys/leases/*` and its older spellings. */
export function leaseRoutes(core: Core): Route[] {
  const list: Endpoint = call => listFolder(core, call);
  const renewal: Endpoint = call => renew(core, call);
  const revocation: Endpoint = call => revoke(core, call);
  const prefix: Endpoint = call => revokePrefix(core, call);
  const force: Endpoint = call => revokeForce(core, call);
  return [
    {
      path: 'leases/lookup',
      on: { update: call => lookup(core, call), list },
    },
    { path: 'leases/lookup/:rest', on: { list } },
    ...withOptionalId('leases/renew', renewal),
    ...withOptionalId('renew', renewal),
    { path: 'leases/revoke-prefix/:rest', on: { update: prefix } },
    { path: 'revoke-prefix/:rest', on: { update: prefix } },
    { path: 'leases/revoke-force/:rest', on: { update: force } },
    { path: 'revoke-force/:rest', on: { update: force } },
    ...withOptionalId('leases/revoke', revocation),
    ...withOptionalId('revoke', revocation),
    { path: 'leases/tidy', on: { update: tidy } },
    { path: 'leases/count', on: { read: call => count(core, call) } },
    { path: 'leases', on: { read: call => irrevocable(core, call) } },
  ];
}

import { Core } from '../Core';
import { VaultProblem } from '../VaultProblem';
import { ApiRequest } from '../http/ApiRequest';
import { jsonReply, Reply } from '../http/Reply';
import { parseBool } from '../http/parseRequest';
import { badRequest, permissionDenied } from '../problems';
import { aclOf, authenticate } from '../dispatch/authorise';
import { clusterName, vaultVersion } from '../version';
import { unixSeconds } from '../values/duration';

type StatusEndpoint = (core: Core, request: ApiRequest) => Reply;

/** Whether requests are refused because of the seal, real or switched on. */
export function isSealed(core: Core): boolean {
  return core.seal.sealed || core.faults.sealed;
}

function codeOf(request: ApiRequest, name: string, standard: number): number {
  const text = request.query.get(name);
  if (text === null) return standard;
  if (!/^\d{3}$/.test(text)) throw badRequest();
  return Number(text);
}

/** A switch that counts as set by its mere presence. */
function flag(request: ApiRequest, name: string): boolean {
  const text = request.query.get(name);
  if (text === null) return false;
  const value = text === '' ? true : parseBool(text);
  if (value === undefined) throw badRequest();
  return value;
}

function healthCode(core: Core, request: ApiRequest): number {
  const active = codeOf(request, 'activecode', 200);
  const sealed = codeOf(request, 'sealedcode', 503);
  const standby = codeOf(request, 'standbycode', 429);
  const uninitialized = codeOf(request, 'uninitcode', 501);
  const standbyOk = flag(request, 'standbyok');
  if (!core.seal.initialized) return uninitialized;
  if (isSealed(core)) return sealed;
  return core.faults.standby && !standbyOk ? standby : active;
}

function cluster(core: Core): Record<string, string> {
  if (isSealed(core)) return {};
  return { cluster_name: clusterName, cluster_id: core.seal.clusterId };
}

function health(core: Core, request: ApiRequest): Reply {
  const sealed = isSealed(core);
  const mode = sealed ? 'unknown' : 'disabled';
  return jsonReply(healthCode(core, request), {
    initialized: core.seal.initialized,
    sealed,
    standby: sealed || core.faults.standby,
    performance_standby: false,
    replication_performance_mode: mode,
    replication_dr_mode: mode,
    server_time_utc: unixSeconds(core.clock.now()),
    version: vaultVersion,
    enterprise: false,
    ...cluster(core),
  });
}

function sealStatus(core: Core): Reply {
  return jsonReply(200, {
    type: 'shamir',
    initialized: core.seal.initialized,
    sealed: isSealed(core),
    t: core.seal.initialized ? 1 : 0,
    n: core.seal.initialized ? 1 : 0,
    progress: 0,
    nonce: '',
    version: vaultVersion,
    build_date: '2024-09-25T00:00:00Z',
    migration: false,
    ...cluster(core),
    recovery_seal: false,
    storage_type: 'inmem',
  });
}

function leader(core: Core): Reply {
  if (isSealed(core)) throw new VaultProblem(503, 'Vault is sealed');
  return jsonReply(200, {
    ha_enabled: false,
    is_self: false,
    active_time: '0001-01-01T00:00:00Z',
    leader_address: '',
    leader_cluster_address: '',
    performance_standby: false,
    performance_standby_last_remote_wal: 0,
  });
}

function unseal(core: Core, { data }: ApiRequest): Reply {
  if (data.reset === true) return sealStatus(core);
  if (typeof data.key !== 'string' || data.key === '') {
    throw badRequest(
      "'key' must be specified in request body as JSON, or 'reset' set to true",
    );
  }
  if (!core.seal.initialized) throw badRequest('Vault is not initialized');
  if (!core.seal.open(data.key)) {
    throw badRequest(
      'failed to unseal barrier: cipher: message authentication failed',
    );
  }
  core.leases.resume();
  return sealStatus(core);
}

function seal(core: Core, request: ApiRequest): Reply {
  const token = authenticate(core, request);
  const allowed = aclOf(core, token).allows({
    operation: 'update',
    path: request.path,
    data: {},
    needsSudo: true,
  });
  if (!allowed) throw permissionDenied();
  core.seal.close();
  core.leases.pause();
  return { status: 204 };
}

function init(core: Core, { data }: ApiRequest): Reply {
  if (core.seal.initialized) throw badRequest('Vault is already initialized');
  const shares = data.secret_shares ?? 1;
  const threshold = data.secret_threshold ?? 1;
  if (shares !== 1 || threshold !== 1) {
    throw badRequest(
      'invalid seal configuration: this server keeps one key share with a threshold of one',
    );
  }
  core.seal.initialize();
  const root = core.tokens.find(core.rootTokenId);
  return jsonReply(200, {
    keys: [core.seal.keyHex],
    keys_base64: [core.seal.keyBase64],
    root_token: root?.id,
  });
}

const endpoints: Record<string, Record<string, StatusEndpoint>> = {
  'sys/health': { GET: health, HEAD: health },
  'sys/seal-status': { GET: sealStatus },
  'sys/leader': { GET: leader },
  'sys/init': {
    GET: core => jsonReply(200, { initialized: core.seal.initialized }),
    PUT: init,
    POST: init,
  },
  'sys/unseal': { PUT: unseal, POST: unseal },
  'sys/seal': { PUT: seal, POST: seal },
};

/** The answer of an endpoint outside the envelope; undefined when the path is none of them. */
export function statusReply(
  core: Core,
  request: ApiRequest,
): Reply | undefined {
  const methods = endpoints[request.path];
  if (!methods) return undefined;
  const endpoint = methods[request.method];
  if (!endpoint) throw new VaultProblem(405);
  return endpoint(core, request);
}

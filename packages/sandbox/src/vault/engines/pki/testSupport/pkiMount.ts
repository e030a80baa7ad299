import { Engine, EngineResponse, Operation } from '../../../Engine';
import { Mount } from '../../../mounts/Mount';
import { pkiEngine } from '../pkiEngine';

/** The fields of the answers that tests read. */
interface AnswerData {
  certificate: string;
  private_key: string;
  private_key_type: string;
  issuing_ca: string;
  ca_chain: string[];
  csr: string;
  serial_number: string;
  expiration: number;
  revocation_time: number;
  state: string;
  issuer_id: string;
  key_id: string;
  keys: string[];
  key_info: Record<string, object>;
  mapping: Record<string, string>;
  imported_issuers: string[];
  issuing_certificates: string[];
  allowed_domains: string[];
}

/** An answer of the engine, its data typed. */
export type Answer = Required<Omit<EngineResponse, 'data'>> & {
  data: AnswerData;
};

/** Sends one request to a mount. */
export type Send = (
  operation: Operation,
  path: string,
  data?: Record<string, unknown>,
) => Promise<Answer>;

const year = 365 * 24 * 3600;

/** A pki mount that lets certificates live ten years. */
export function pkiMount(path: string): {
  engine: Engine;
  mount: Mount;
  send: Send;
} {
  const mount: Mount = {
    path,
    type: 'pki',
    accessor: 'pki_00000000',
    uuid: '00000000-0000-4000-8000-000000000000',
    description: '',
    defaultLeaseTtl: 0,
    maxLeaseTtl: 10 * year,
    options: null,
  };
  const engine = pkiEngine(mount);
  const send: Send = async (operation, requestPath, data = {}) => {
    const response = await engine.handle({
      operation,
      path: requestPath,
      data,
      mount,
      displayName: 'token-ci',
      query: new URLSearchParams(),
    });
    // Tests read the fields they expect; one that is absent fails the test.
    return response as unknown as Answer;
  };
  return { engine, mount, send };
}

/** A root and an intermediate below it, each in a mount of its own. */
export async function pkiChain() {
  const root = pkiMount('pki/');
  const intermediate = pkiMount('pki_int/');
  const made = await root.send('update', 'root/generate/internal', {
    common_name: 'grade-api-root-ca',
    issuer_name: 'root-2026',
    ttl: '87600h',
  });
  const requested = await intermediate.send(
    'update',
    'intermediate/generate/internal',
    { common_name: 'grade-api-intermediate-ca' },
  );
  const signed = await root.send('update', 'root/sign-intermediate', {
    issuer_ref: 'root-2026',
    csr: requested.data.csr,
    format: 'pem_bundle',
    ttl: '43800h',
  });
  const imported = await intermediate.send(
    'update',
    'intermediate/set-signed',
    { certificate: signed.data.certificate },
  );
  const own = await intermediate.send('read', 'cert/ca');
  return {
    root,
    intermediate,
    imported: imported.data,
    requestedKey: requested.data.key_id,
    rootPem: made.data.certificate,
    intermediatePem: own.data.certificate,
  };
}

import { PageNotFound, notAcceptable } from '../api/status';
import {
  defaultAudience,
  type ServiceAccountTokens,
} from '../auth/ServiceAccountTokens';
import type { Registry } from '../resources/Registry';
import { acceptedForm } from './acceptedForm';
import type { Call } from './Call';
import type { Discovery } from './discovery';
import { openApiDocument, openApiIndex, openApiV2 } from './openapi';
import { json, text, type Reply } from './Reply';

const version = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.0-sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
};

const aggregatedType =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Serves what is not a resource: health, version, discovery, OpenAPI, the token issuer's keys. */
export class PathHandler {
  readonly #fixed: Record<string, (call: Call) => Reply> = {
    '/healthz': () => text('ok'),
    '/livez': () => text('ok'),
    '/readyz': () => text('ok'),
    '/version': () => json(version),
    '/version/': () => json(version),
    '/api': call => this.#root(call, 'api'),
    '/apis': call => this.#root(call, 'apis'),
    '/openapi/v3': () => json(openApiIndex(this.options.registry)),
    '/openapi/v2': call => this.#openApiV2(call),
    '/openid/v1/jwks': () => ({
      ...json({ ...this.options.tokens.jwks() }),
      contentType: 'application/jwk-set+json',
    }),
    '/.well-known/openid-configuration': () => this.#issuer(),
  };

  constructor(
    private readonly options: {
      registry: Registry;
      discovery: Discovery;
      tokens: ServiceAccountTokens;
      /** `127.0.0.1:6443`, known once the server listens. */
      address(): string;
    },
  ) {}

  /** Answers one call. Throws `PageNotFound` for a path nobody serves. */
  handle(call: Call): Reply {
    const { path, api } = call.info;
    const fixed = this.#fixed[path] ?? this.#fixed[path.replace(/\/$/, '')];
    if (fixed) return fixed(call);
    const document = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(
      path,
    );
    const [, group = '', documentVersion = ''] = document ?? [];
    const found = document
      ? openApiDocument(this.options.registry, {
          group,
          version: documentVersion,
        })
      : this.#resources(path, api);
    if (!found) throw new PageNotFound(path);
    return json(found);
  }

  #resources(path: string, api: Call['info']['api']) {
    const { discovery } = this.options;
    if (api) return discovery.resources(api);
    const name = /^\/apis\/([^/]+)\/?$/.exec(path)?.[1];
    return name === undefined ? undefined : discovery.group(name);
  }

  #root(call: Call, root: 'api' | 'apis'): Reply {
    const { discovery, address } = this.options;
    const form = acceptedForm(call.accept, ['APIGroupDiscoveryList']);
    if (form !== 'plain')
      return json(discovery.aggregated(root), 200, aggregatedType);
    return json(
      root === 'api' ? discovery.coreVersions(address()) : discovery.groups(),
    );
  }

  #openApiV2(call: Call): Reply {
    // The protobuf form is not made here; clients that insist on it are told so.
    const accept = call.accept ?? '*/*';
    if (!/json(?!.*protobuf)|\*\/\*/.test(accept)) throw notAcceptable();
    return json(openApiV2(this.options.registry));
  }

  #issuer(): Reply {
    return json({
      issuer: defaultAudience,
      jwks_uri: `https://${this.options.address()}/openid/v1/jwks`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  }
}

import {
  databaseEngines,
  deliveryMethods,
  formatProblem,
  formatsOf,
  renderTargets,
} from 'backstage-plugin-service-secrets-common';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';

import { profileOf, serviceSpecs } from '../../__testUtils__/serviceSpecs';
import { Manifest } from '../DesiredState';
import { renderFor } from '../gitops/renderFor';
import { planService } from '../plan';
import { ServiceSpec } from '../ServiceSpec';
import { manifestYaml } from './manifestYaml';
import { planFiles } from './planFiles';
import { workloadPatch } from './serviceManifests';

jest.setTimeout(120_000);

const RUNS = 300;

/** Every method with every format its engine has, and sometimes a process to signal. */
const specs = fc
  .record({
    spec: serviceSpecs,
    delivery: fc.constantFrom(...deliveryMethods),
    choice: fc.constantFrom(...databaseEngines).chain(engine =>
      fc.record({
        engine: fc.constant(engine),
        format: fc.constantFrom(...formatsOf(engine)),
      }),
    ),
    reloadProcess: fc.option(fc.constantFrom('node', 'grade.api-server-2'), {
      nil: undefined,
    }),
  })
  .map(
    ({ spec, delivery, choice, reloadProcess }): ServiceSpec => ({
      ...spec,
      delivery,
      database: spec.database && { ...spec.database, ...choice, reloadProcess },
    }),
  )
  .filter(
    ({ delivery, database }) =>
      !database || formatProblem({ ...database, delivery }) === undefined,
  );

function planned(spec: ServiceSpec) {
  return planService(spec, profileOf(spec));
}

/** The patch carries the pod parts of a workload that exists. */
function rendered(spec: ServiceSpec): readonly Manifest[] {
  const patch = workloadPatch(spec, {
    authRole: 'svc-a',
    issuerAuthRole: 'issuer-a',
    credentialsPath: spec.database && `${spec.database.mount}/creds/a`,
    signPath: spec.certificate && `${spec.certificate.pkiMount}/sign/a`,
  });
  return [...planned(spec).manifests, ...(patch ? [patch] : [])];
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function annotationKeys(manifests: readonly Manifest[]): string[] {
  const keys: string[] = [];
  JSON.stringify(manifests, (key, value) => {
    if (key === 'annotations') keys.push(...Object.keys(value));
    return value;
  });
  return keys;
}

/** Every text value, but the pattern by which the operator keeps raw fields out of a Secret. */
function textsOf(manifests: readonly Manifest[]): string[] {
  const texts: string[] = [];
  JSON.stringify(manifests, (_, value: unknown) => {
    if (typeof value === 'string' && value !== '.*') texts.push(value);
    return value;
  });
  return texts;
}

const files = ['db', 'db-static', 'settings'];
const allowedAnnotations = new Set([
  'service-secrets.io/entity-ref',
  'service-secrets.io/environment',
  ...[
    'agent-inject',
    'role',
    'auth-path',
    'agent-service-account-token-volume-name',
    'agent-cache-enable',
    'agent-revoke-on-shutdown',
    'agent-requests-cpu',
    'agent-requests-mem',
    'agent-limits-cpu',
    'agent-limits-mem',
    'agent-run-as-same-user',
    'agent-inject-command-db',
    'agent-inject-perms-db',
    ...files.flatMap(file => [
      `agent-inject-secret-${file}`,
      `agent-inject-template-${file}`,
      `error-on-missing-key-${file}`,
    ]),
  ].map(key => `vault.hashicorp.com/${key}`),
]);

/** A Go template action of ours: a lookup, its end, or a field through functions of a closed list. */
const action =
  /^\{\{(?:- with secret "[a-z0-9][a-z0-9_./-]*" -|- end | (?:\.Data\.(?:username|password|data)|get \.Secrets "(?:username|password)"|\.(?:username|password|Secrets)?)(?: \| (?:toJSON|toJson|urlquery|(?:replaceAll|replace) "(?:\\.|[^"\\])*" "(?:\\.|[^"\\])*"))* )\}\}$/;

describe('manifests of every method and format', () => {
  it('read back equal as YAML 1.1, which Kubernetes reads, and 1.2', () => {
    fc.assert(
      fc.property(specs, spec => {
        const manifests = rendered(spec);
        const text = manifestYaml(manifests);
        for (const version of ['1.1', '1.2'] as const) {
          const read = parseAllDocuments(text, { version }).map(document =>
            document.toJS(),
          );
          expect(read).toEqual(plain(manifests));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('carry annotations of a closed list and no other', () => {
    fc.assert(
      fc.property(specs, spec => {
        expect(
          annotationKeys(rendered(spec)).filter(
            key => !allowedAnnotations.has(key),
          ),
        ).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('hold no template of Backstage, no wildcard and no action of a template but ours', () => {
    fc.assert(
      fc.property(specs, spec => {
        const texts = textsOf(rendered(spec));
        const actions = texts.flatMap(text => text.match(/\{\{.*?\}\}/g) ?? []);
        expect(texts.filter(text => text.includes('${'))).toEqual([]);
        expect(texts.filter(text => text.includes('*'))).toEqual([]);
        expect(actions.filter(found => !action.test(found))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('name a file once, and list every object in the kustomization', () => {
    fc.assert(
      fc.property(specs, spec => {
        const desired = planned(spec);
        for (const target of renderTargets) {
          const paths = renderFor(target, spec, desired).map(
            ({ path }) => path,
          );
          expect(new Set(paths).size).toBe(paths.length);
          expect(
            paths.filter(path => !/^[a-z-]+\/[A-Za-z0-9._-]+$/.test(path)),
          ).toEqual([]);
        }
        const kubernetes = planFiles(spec, desired);
        const names = kubernetes.map(({ path }) =>
          path.slice('kubernetes/'.length),
        );
        const { resources } = parse(kubernetes.at(-1)?.content ?? '');
        expect(resources).toEqual(names.filter(name => /^\d\d-/.test(name)));
        expect(resources.length).toBeGreaterThanOrEqual(
          desired.manifests.length,
        );
      }),
      { numRuns: RUNS },
    );
  });
});

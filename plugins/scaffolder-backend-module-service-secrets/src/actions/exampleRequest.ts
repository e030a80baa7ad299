import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import type { ProvisionRequest } from 'backstage-plugin-service-secrets-common';
import { stringify } from 'yaml';

/** The request the examples of the actions share. */
export const exampleRequest: ProvisionRequest = {
  entityRef: 'component:default/grade-export',
  owner: 'group:default/grades',
  environment: 'production',
  namespace: 'demo-grades',
  name: 'grade-export',
  image: 'registry.example/grade-export:1.0.0',
  replicas: 2,
  delivery: 'agent-injector',
  database: {
    offer: 'grades',
    profile: 'read-write',
    defaultTtlSeconds: 3600,
    maxTtlSeconds: 86400,
    format: 'env',
  },
  certificate: {
    offer: 'internal',
    dnsNames: ['grade-export.demo-grades.svc.cluster.local'],
    durationSeconds: 604800,
    renewBeforeSeconds: 172800,
  },
};

/** The same without a workload of its own: it exists already. */
export const exampleForExisting: ProvisionRequest = {
  entityRef: 'component:default/grade-export',
  owner: 'group:default/grades',
  environment: 'production',
  namespace: 'demo-grades',
  name: 'grade-export',
  delivery: 'agent-injector',
  staticRole: {
    offer: 'grades',
    username: 'report',
    rotationPeriodSeconds: 86400,
  },
  kv: true,
};

/** One step of a template as an example. */
export function example(
  action: string,
  description: string,
  input: object,
): TemplateExample {
  const [id] = action.split(':').slice(-1);
  return {
    description,
    example: stringify({
      steps: [{ id, name: description, action, input }],
    }),
  };
}

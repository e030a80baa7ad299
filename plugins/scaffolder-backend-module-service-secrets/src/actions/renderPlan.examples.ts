import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** What a template author copies. */
export const examples: TemplateExample[] = [
  {
    description:
      'Render a database credential for a service, for review before a platform pipeline applies it',
    example: stringify({
      steps: [
        {
          id: 'plan',
          name: 'Plan the credentials',
          action: 'service-secrets:plan:render',
          input: {
            entityRef: 'component:default/grade-api',
            namespace: 'grade-api',
            name: 'grade-api',
            serviceAccount: 'grade-api',
            authMount: 'kubernetes',
            audience: 'vault',
            image: 'registry.example/grade-api:1.0.0',
            replicas: 2,
            database: {
              mount: 'database',
              connection: 'grade-api-db',
              profile: 'read-write',
              host: 'postgres.grade-api.svc.cluster.local',
              port: 5432,
              database: 'gradedb',
              defaultTtlSeconds: 3600,
              maxTtlSeconds: 86400,
              format: 'env',
            },
          },
        },
      ],
    }),
  },
];

import { Entity } from '@backstage/catalog-model';

import { annotationDefinitions, annotationName } from './annotations';
import { readServiceBinding } from './readServiceBinding';

function anEntity(
  annotations: Record<string, string>,
  name = 'grade-api',
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { owner: 'somebody-else' },
    relations: [
      { type: 'ownedBy', targetRef: 'group:default/Grades' },
      { type: 'dependsOn', targetRef: 'component:default/x' },
    ],
  };
}

const ours = (annotations: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [
      key.replace(/^(.*\/)?(.*)$/, (_all, environment = '', last = '') =>
        annotationName(last, environment.slice(0, -1) || undefined),
      ),
      value,
    ]),
  );

function bindingOf(annotations: Record<string, string>, name?: string) {
  const result = readServiceBinding(anEntity(ours(annotations), name));
  if (result.kind !== 'bound') throw new Error(JSON.stringify(result));
  return result.binding;
}

describe('readServiceBinding', () => {
  it('is unbound without an annotation of ours', () => {
    expect(readServiceBinding(anEntity({ 'vault.io/role': 'x' }))).toEqual({
      kind: 'unbound',
    });
  });

  it('fills in the names of the entity, and takes owners from relations only', () => {
    expect(bindingOf({ namespace: 'grades' })).toEqual({
      entityRef: 'component:default/grade-api',
      owners: ['group:default/grades'],
      claims: [
        {
          environment: undefined,
          namespace: 'grades',
          workloads: [{ name: 'grade-api' }],
          authRole: { name: 'grade-api' },
          databaseRoles: [],
          staticRoles: [],
          certificates: [],
        },
      ],
    });
  });

  it('reads lists, mounts and kinds, and drops repetitions and blanks', () => {
    const { claims } = bindingOf({
      namespace: 'grades',
      workloads: 'deployment/grade-api, cronjob/grade-report',
      'auth-role': 'team/kubernetes/grades',
      'database-roles': 'a, db/x/b,, a',
      'static-roles': 'c',
      certificates: 'tls.grades',
    });

    expect(claims[0]).toMatchObject({
      workloads: [
        { kind: 'deployment', name: 'grade-api' },
        { kind: 'cronjob', name: 'grade-report' },
      ],
      authRole: { mount: 'team/kubernetes', name: 'grades' },
      databaseRoles: [{ name: 'a' }, { mount: 'db/x', name: 'b' }],
      staticRoles: [{ name: 'c' }],
      certificates: ['tls.grades'],
    });
  });

  it("lets an environment's own annotation win over the one for all", () => {
    const { claims } = bindingOf({
      namespace: 'grades',
      environments: 'production,staging',
      'staging/namespace': 'grades-staging',
    });

    expect(
      claims.map(({ environment, namespace }) => [environment, namespace]),
    ).toEqual([
      ['production', 'grades'],
      ['staging', 'grades-staging'],
    ]);
  });

  it("folds the case of the entity's name as the catalog does", () => {
    const { claims } = bindingOf({ namespace: 'grades' }, 'Grade-API');

    expect(claims[0].authRole).toEqual({ name: 'grade-api' });
  });

  const hostile = [
    '..',
    '.',
    '../x',
    'a/../b',
    '%2e%2e',
    'a%2fb',
    'a\\b',
    'a b',
    'a\tb',
    'a\nb',
    'a\u0000b',
    'a?b',
    'a#b',
    'a*',
    '+',
    '{{x}}',
    'A',
    'аdmin',
    'ａ',
    'a．b',
    'https://evil.example',
    '-a',
    'a.',
    `${'a'.repeat(300)}`,
  ];
  const fields = [
    'namespace',
    'auth-role',
    'database-roles',
    'static-roles',
    'certificates',
    'workloads',
    'environments',
  ];

  it.each(fields.flatMap(field => hostile.map(value => [field, value])))(
    'refuses %s %j and names the annotation',
    (field, value) => {
      const result = readServiceBinding(
        anEntity(ours({ namespace: 'grades', [field]: value })),
      );

      // A list separator or surrounding blanks may leave a good name behind; none of these does.
      expect(result.kind).toBe('invalid');
      const problems = result.kind === 'invalid' ? result.problems : [];
      expect(problems.map(({ annotation }) => annotation)).toContain(
        annotationName(field),
      );
    },
  );

  it.each([
    ['no namespace', { 'database-roles': 'a' }],
    ['two namespaces', { namespace: 'a,b' }],
    ['two auth roles', { namespace: 'a', 'auth-role': 'b,c' }],
    ['a kind nobody knows', { namespace: 'a', workloads: 'pod/x' }],
    [
      'too many roles',
      {
        namespace: 'a',
        'database-roles': Array.from(
          { length: 51 },
          (_, index) => `r${index}`,
        ).join(','),
      },
    ],
  ])('is invalid with %s', (_what, annotations) => {
    expect(readServiceBinding(anEntity(ours(annotations))).kind).toBe(
      'invalid',
    );
  });

  it('asks for names where the entity has none that fits', () => {
    const result = readServiceBinding(
      anEntity(ours({ namespace: 'a' }), 'grade api'),
    );

    expect(result.kind).toBe('invalid');
  });

  it('has an example for every annotation that it can read itself', () => {
    for (const { key, example } of Object.values(annotationDefinitions)) {
      const annotations = ours({ namespace: 'grades', [key]: example });

      expect(readServiceBinding(anEntity(annotations)).kind).toBe('bound');
    }
  });
});

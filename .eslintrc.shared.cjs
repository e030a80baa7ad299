/**
 * The lint rules every package shares: Backstage's own, then our budgets and
 * arrows. Why each number is what it is: docs/decisions/0010-size-limits-are-build-errors.md.
 */
const path = require('node:path');
const factory = require('@backstage/cli/config/eslint-factory');

const root = __dirname;

/** Which of our packages each package may import. The sandbox is for tests of the server side only. */
const arrows = {
  'service-secrets-common': [],
  'service-secrets-node': ['common'],
  'service-secrets-backend': ['common', 'node'],
  'scaffolder-backend-module-service-secrets': ['common'],
  'service-secrets': ['common'],
  sandbox: [],
  app: ['frontend'],
  backend: ['backend', 'module'],
  tools: ['common', 'node', 'module', 'sandbox'],
};

const packageNames = {
  common: 'backstage-plugin-service-secrets-common',
  node: 'backstage-plugin-service-secrets-node',
  backend: 'backstage-plugin-service-secrets-backend',
  module: 'backstage-plugin-scaffolder-backend-module-service-secrets',
  frontend: 'backstage-plugin-service-secrets',
  sandbox: '@service-secrets/sandbox',
};

/** The one file that may import each vendor SDK. */
const doors = {
  'node-vault': 'plugins/service-secrets-node/src/vault/NodeVaultApi.ts',
  '@kubernetes/client-node':
    'plugins/service-secrets-node/src/kubernetes/ClientNodeKubernetesApi.ts',
};

function forbiddenArrows(folder) {
  const allowed = arrows[folder] ?? [];
  return Object.entries(packageNames)
    .filter(([key]) => !allowed.includes(key))
    .map(([, name]) => ({
      name,
      message: `${folder} may not import ${name}: see the arrows in the README.`,
    }));
}

function forbiddenVendors() {
  return Object.entries(doors).map(([name, door]) => ({
    name,
    message: `${name} has one door: ${door}.`,
  }));
}

function restricted(paths) {
  return {
    paths: [
      ...paths,
      { name: 'zod/v3', message: "Import 'zod'." },
      { name: 'zod/v4', message: "Import 'zod'." },
      {
        name: '@material-ui/core',
        message: "Import '@material-ui/core/<Part>'.",
      },
    ],
    patterns: [
      { group: ['@material-ui/icons'], message: 'Use @remixicon/react.' },
    ],
  };
}

function doorOverrides(dir, arrowPaths) {
  const files = Object.values(doors)
    .map(door => path.relative(dir, path.join(root, door)))
    .filter(door => !door.startsWith('..'));
  if (files.length === 0) return [];
  return [
    {
      files,
      rules: {
        'no-restricted-imports': ['error', restricted(arrowPaths)],
        '@typescript-eslint/no-explicit-any': 'off',
      },
    },
  ];
}

const budgets = {
  'max-lines': [
    'error',
    { max: 250, skipBlankLines: true, skipComments: true },
  ],
  'max-lines-per-function': [
    'error',
    { max: 50, skipBlankLines: true, skipComments: true, IIFEs: true },
  ],
  'max-params': ['error', 3],
  complexity: ['error', 10],
  'max-depth': ['error', 3],
  'max-nested-callbacks': ['error', 3],
  'max-statements': ['error', 20],
  'no-console': 'error',
  eqeqeq: ['error', 'always'],
};

const typeAware = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': [
    'error',
    { checksVoidReturn: { attributes: false } },
  ],
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true },
  ],
};

const tests = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/testSupport/**',
  '**/setupTests.ts',
];

module.exports = dir => {
  const folder = path.basename(dir);
  const config = factory(dir);
  const sandboxAllowed = [
    'service-secrets-node',
    'service-secrets-backend',
    'scaffolder-backend-module-service-secrets',
  ].includes(folder);
  const arrowPaths = forbiddenArrows(folder);
  // The sandbox and the tools judge our adapters with the stock clients.
  const vendorPaths = ['sandbox', 'tools'].includes(folder)
    ? []
    : forbiddenVendors();
  return {
    ...config,
    ignorePatterns: [...(config.ignorePatterns ?? []), 'config.d.ts'],
    plugins: [...(config.plugins ?? []), 'import'],
    rules: {
      ...config.rules,
      ...budgets,
      'no-restricted-imports': [
        'error',
        restricted([...arrowPaths, ...vendorPaths]),
      ],
      'import/no-default-export': 'error',
    },
    settings: {
      ...config.settings,
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import/resolver': {
        node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
      },
    },
    overrides: [
      ...(config.overrides ?? []),
      {
        files: ['src/**/*.ts', 'src/**/*.tsx'],
        parserOptions: {
          project: path.join(root, 'tsconfig.json'),
          tsconfigRootDir: root,
        },
        rules: typeAware,
      },
      {
        // A component's markup counts as lines; its decisions do not (complexity still holds).
        files: [
          '**/*.tsx',
          '**/router.ts',
          '**/actions/*.ts',
          '**/routes/*.ts',
        ],
        rules: {
          'max-lines-per-function': [
            'error',
            { max: 80, skipBlankLines: true, skipComments: true },
          ],
        },
      },
      {
        // The plugin's public default export, as Backstage discovers features.
        files: ['src/index.ts', 'src/alpha.tsx', 'config.d.ts'],
        rules: { 'import/no-default-export': 'off' },
      },
      {
        files: tests,
        rules: {
          'max-lines': [
            'error',
            { max: 400, skipBlankLines: true, skipComments: true },
          ],
          'max-lines-per-function': 'off',
          'max-nested-callbacks': ['error', 6],
          'max-statements': 'off',
          'no-restricted-imports': [
            'error',
            restricted(
              arrowPaths.filter(
                ({ name }) =>
                  !(sandboxAllowed && name === packageNames.sandbox),
              ),
            ),
          ],
        },
      },
      ...doorOverrides(dir, arrowPaths),
      {
        // A command-line entry speaks through the console.
        files: folder === 'tools' ? ['**/*'] : ['**/cli.ts'],
        rules: { 'no-console': 'off' },
      },
    ],
  };
};

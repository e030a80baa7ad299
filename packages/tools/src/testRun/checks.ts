import { runInstalled } from './runCommand';
import { Step } from './Step';

/**
 * A step that is one command: it holds when the command exits with 0. Nothing
 * in it has a time limit, so it leaves the cores to the tests beside it.
 */
function commandStep(
  name: string,
  file: string,
  args: readonly string[],
): Step {
  return {
    name,
    async run({ root, signal }) {
      const code = await runInstalled(file, args, {
        cwd: root,
        signal,
        yields: true,
        env: { NODE_OPTIONS: '--max-old-space-size=4096' },
      });
      return { ok: code === 0 };
    },
  };
}

/** All types of all packages at once. */
export const typeCheckStep = commandStep('type check', 'typescript/bin/tsc', [
  '--noEmit',
  '--incremental',
  'false',
  '--pretty',
]);

/** One process for all packages: the type-aware rules then share one program. */
export const lintStep = commandStep('lint', 'eslint/bin/eslint.js', [
  ...['--ext', '.ts,.tsx,.mjs', '--max-warnings', '0'],
  ...['packages', 'plugins'],
]);

/** No file may import itself through others, types included. The lint rule for it costs minutes; this costs seconds. */
export const cyclesStep = commandStep('import cycles', 'dpdm/lib/bin/dpdm.js', [
  ...['--no-warning', '--no-tree', '--no-progress', '--transform', 'false'],
  ...['--exit-code', 'circular:1'],
  ...['plugins/*/src/**/*.ts', 'plugins/*/src/**/*.tsx'],
  ...['packages/*/src/**/*.ts', 'packages/*/src/**/*.tsx'],
]);

/** Prettier over everything it knows, what is generated excepted. */
export const formatStep = commandStep('format', 'prettier/bin-prettier.js', [
  ...['--check', '--loglevel', 'warn', '.'],
]);

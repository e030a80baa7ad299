import { runInstalled } from './runCommand';
import { Step } from './Step';

/** A step that is one command: it holds when the command exits with 0. */
function commandStep(
  name: string,
  file: string,
  args: readonly string[],
): Step {
  return {
    name,
    async run({ root }) {
      const code = await runInstalled(file, args, {
        cwd: root,
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

/** Prettier over everything it knows, what is generated excepted. */
export const formatStep = commandStep('format', 'prettier/bin-prettier.js', [
  ...['--check', '--loglevel', 'warn', '.'],
]);

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a commit is made of. */
export interface CommitRequest {
  readonly folder: string;
  readonly author: string;
  readonly message: string;
}

/** A commit's id, or why there is none. */
export type CommitOutcome =
  | { readonly commit: string }
  | { readonly reason: string };

/** Settings of the machine's user have no say: neither hooks nor signatures nor a default branch. */
const environment = () => ({
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
});

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function commit({ folder, author, message }: CommitRequest) {
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', args, {
      cwd: folder,
      env: environment(),
    });
    return stdout.trim();
  };
  const as = [
    ...['-c', `user.name=${author}`],
    ...['-c', 'user.email=scaffolder@localhost'],
  ];
  await git('init', '--quiet', '--initial-branch=main');
  // Also what a .gitignore of the service leaves out is not published: the repository is what a host would hold.
  await git('add', '--all');
  if ((await git('status', '--porcelain')) === '')
    return { reason: 'nothing changed since the last publication' };
  await git(...as, 'commit', '--quiet', '--message', message);
  return { commit: await git('rev-parse', 'HEAD') };
}

/** Commits all files of a folder to a repository of its own, which is made when absent. */
export async function commitFolder(
  request: CommitRequest,
): Promise<CommitOutcome> {
  try {
    return await commit(request);
  } catch (error) {
    if (isAbsent(error)) return { reason: 'git is not installed here' };
    throw error;
  }
}

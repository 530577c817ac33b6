import { execFile } from 'node:child_process';

/** Git is missing, the folder is no repository, a revision is unknown: for the person who called. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

export interface GitOptions {
  /** Written to the standard input. */
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs git in a folder and gives its output. Rejects with a GitError that holds git's own last line. */
export async function git(
  folder: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...steadyArguments, ...args],
      {
        cwd: folder,
        env: { ...steadyEnvironment(), ...options.env },
        encoding: 'buffer',
        maxBuffer: maxOutputBytes,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error) reject(explain(error, stderr.toString('utf8'), folder));
        else resolve(stdout);
      },
    );
    // A git that ended early closes its input; its exit code tells why.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
}

/** The lists of paths of very large repositories reach some 100 MB. */
const maxOutputBytes = 512 * 1024 * 1024;

/** Keeps the repository's and the user's configuration from running programs or changing what is printed. */
export const steadyArguments: readonly string[] = [
  '--no-pager',
  '--literal-pathspecs',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotePath=false'].flatMap((it) => ['-c', it]),
];

/** The environment without what a surrounding git set, such as in a hook, and without questions or the network. */
export function steadyEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG') || name.startsWith('GIT_CEILING'),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
}

function explain(error: Error & { code?: unknown }, stderr: string, folder: string): GitError {
  // Node says ENOENT for a missing program and for a missing folder alike.
  if (error.code === 'ENOENT')
    return new GitError(`Git could not be started in ${folder}: is it installed, and is the folder there?`, {
      cause: error,
    });
  if (stderr.includes('not a git repository')) return new GitError(`${folder} is not in a git repository.`);
  if (stderr.includes('dubious ownership'))
    return new GitError(
      `Git does not trust ${folder}, because it belongs to another user; allow it with: ` +
        'git config --global --add safe.directory <folder>',
    );
  const line = stderr.trim().split('\n').at(-1) ?? '';
  return new GitError(line.replace(/^(fatal|error): /, 'Git: ') || `Git failed: ${error.message}`, {
    cause: error,
  });
}

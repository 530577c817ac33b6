import type { Analyzer, Context, FileText } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import type { Advisories } from './advisories/advisory.js';
import { formatOf, readLockfile } from './lockfiles/read.js';
import { type Lockfile, LockfileError } from './package.js';
import { dependencyRules } from './rules/index.js';
import { findInsecureSources } from './sources.js';
import { findVulnerable } from './vulnerable.js';

export interface DependenciesOptions {
  /** Without them the report says that known vulnerabilities were not looked for. */
  readonly advisories?: Advisories;
}

/** Reads lockfiles and tells of vulnerable and malicious packages, and of those from an unusual source. */
export function createDependenciesAnalyzer(options: DependenciesOptions): Analyzer {
  return {
    name: 'dependencies',
    rules: dependencyRules,
    wants: (path) => formatOf(path) !== undefined,
    async analyze(file, _side, context) {
      const lockfile = await read(file, context);
      if (!lockfile) return [];
      return [
        ...(await checkAdvisories(lockfile, file, options.advisories, context)),
        ...(await findInsecureSources(lockfile, file.path, context)),
      ];
    },
  };
}

async function read({ path, text }: FileText, context: Context): Promise<Lockfile | undefined> {
  try {
    const lockfile = await readLockfile(text, { path, read: context.read, list: context.list });
    for (const problem of lockfile?.problems ?? []) context.report({ ...problem, path });
    return lockfile;
  } catch (error) {
    if (!(error instanceof LockfileError)) throw error;
    context.report({ kind: 'incomplete', path, message: error.message });
    return undefined;
  }
}

async function checkAdvisories(
  lockfile: Lockfile,
  file: FileText,
  advisories: Advisories | undefined,
  context: Context,
): Promise<Detection[]> {
  if (!advisories) {
    context.report({
      kind: 'notice',
      message:
        'No advisories are configured, so that dependencies were not checked for known vulnerabilities.',
    });
    return [];
  }
  try {
    return await findVulnerable(lockfile, advisories);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The advisories could not be asked, so that known vulnerabilities were not looked for: ${why}`;
    context.report({ kind: 'incomplete', path: file.path, message });
    return [];
  }
}

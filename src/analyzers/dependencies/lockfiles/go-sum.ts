import {
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type Surroundings,
} from '../package.js';
import { compareVersions } from '../versions/index.js';
import { goMod, isFromBefore117 } from './go-mod.js';
import { folderOf } from './paths.js';
import { createProblems } from './problems.js';

/**
 * The hashes of all modules that a build of Go has looked at, more than it uses: https://go.dev/ref/mod#go-sum-files
 * Before Go 1.17 `go.mod` does not name the modules that others ask for, so that this file tells which they are.
 */
export const goSum: LockfileFormat = {
  name: 'go.sum',
  matches: (path) => /(?:^|\/)go\.(?:work\.)?sum$/.test(path),
  parse: parseGoSum,
};

/** @throws LockfileError where no line is one of such a file. */
async function parseGoSum(text: string, around: Surroundings): Promise<Lockfile> {
  const { packages, problems } = readSums(text);
  const manifest = await around.read(`${folderOf(around.path)}go.mod`);
  const isDeciding = manifest !== undefined && isFromBefore117(manifest);
  return {
    packages: isDeciding ? withUsed(packages, await namesIn(manifest, around)) : packages,
    problems,
    wayTo: () => undefined,
  };
}

/** The greatest version of a module is the one that is used; of those that `go.mod` names it tells better. */
function withUsed(packages: readonly Package[], named: ReadonlySet<string>): Package[] {
  const used = new Map<string, Package>();
  for (const found of packages) {
    const greatest = used.get(found.name);
    const isGreater = !greatest || (compareVersions('Go', found.version, greatest.version) ?? 0) > 0;
    if (!named.has(found.name) && isGreater) used.set(found.name, found);
  }
  return packages.map((found) =>
    used.get(found.name) === found ? { ...found, isRecordOnly: undefined } : found,
  );
}

async function namesIn(manifest: string, around: Surroundings): Promise<ReadonlySet<string>> {
  try {
    const { packages } = await goMod.parse(manifest, { ...around, path: `${folderOf(around.path)}go.mod` });
    return new Set(packages.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias])));
  } catch (error) {
    // The manifest is a file of its own; what is wrong with it is told there.
    if (!(error instanceof LockfileError)) throw error;
    return new Set();
  }
}

function readSums(text: string): Pick<Lockfile, 'packages' | 'problems'> {
  const packages: Package[] = [];
  const problems = createProblems();
  let understood = 0;
  let line = 0;
  for (let start = 0; start < text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const content = text.slice(start, end).trim();
    start = end + 1;
    line++;
    if (content === '') continue;
    const [name = '', version = '', integrity, ...rest] = content.split(/\s+/);
    if (integrity === undefined || rest.length > 0 || !version.startsWith('v')) {
      problems.incomplete(line, 'This line is not one of a `go.sum`, and was not understood.');
      continue;
    }
    understood++;
    // The hash of its `go.mod` alone: its code may never be used.
    if (version.endsWith('/go.mod')) continue;
    packages.push({
      ecosystem: 'Go',
      name,
      version: version.slice(1),
      path: `${name}@${version}`,
      line,
      column: 1,
      endColumn: content.length + 1,
      kind: 'registry',
      groups: [],
      integrity,
      isRecordOnly: true,
    });
  }
  if (understood === 0 && problems.list.length > 0)
    throw new LockfileError('The file is not a `go.sum`: no line of it was understood.');
  return { packages, problems: problems.list };
}

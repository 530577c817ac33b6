import { type Lockfile, LockfileError, type LockfileFormat, type Package } from '../package.js';
import { createProblems } from './problems.js';

/** The hashes of all modules that a build of Go has looked at, more than it uses: https://go.dev/ref/mod#go-sum-files */
export const goSum: LockfileFormat = {
  name: 'go.sum',
  matches: (path) => /(?:^|\/)go\.(?:work\.)?sum$/.test(path),
  parse: parseGoSum,
};

/** @throws LockfileError where no line is one of such a file. */
function parseGoSum(text: string): Lockfile {
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
  return { packages, problems: problems.list, wayTo: () => undefined };
}

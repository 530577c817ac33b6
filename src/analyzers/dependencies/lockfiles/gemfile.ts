import type { Lockfile, LockfileFormat } from '../package.js';
import { type Declared, toManifest } from './declared.js';
import { folderOf } from './paths.js';
import { createProblems } from './problems.js';

/** The manifest of Bundler. It is a program, of which only plain lines are read. */
export const gemfile: LockfileFormat = {
  name: 'Gemfile',
  matches: (path) => /(?:^|\/)(?:Gemfile|gems\.rb)$/.test(path),
  parse: parseGemfile,
  lockedBy: (path) =>
    [path.replace(/gems\.rb$/, 'gems.locked'), `${path}.lock`, `${folderOf(path)}Gemfile.lock`].filter(
      (one) => one !== path,
    ),
};

function parseGemfile(text: string): Lockfile {
  const declared: Declared[] = [];
  const problems = createProblems();
  let isDev = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/#.*$/, '').trimEnd();
    if (/^\s*group\b.*\bdo\b/.test(line))
      isDev = /:(?:development|test)\b/.test(line) && !/:production\b/.test(line);
    else if (/^end\b/.test(line)) isDev = false;
    if (!/^\s*gem\b/.test(line)) continue;
    const [, before = '', name, rest = ''] = /^(\s*gem[\s(]+)["']([\w.-]+)["'](.*)$/.exec(line) ?? [];
    if (name === undefined) {
      problems.notice(index + 1, 'The name of this gem is computed, and is not known.');
      continue;
    }
    const ranges = [...rest.matchAll(/,\s*["']([^"']{1,100})["']/g)].map(([, range]) => range ?? '');
    const range = ranges.filter((one) => /^[<>=!~\s]*\d/.test(one)).join(', ');
    const [, kind, address] = /\b(git|github|path)(?::|\s*=>)\s*["']([^"']+)["']/.exec(rest) ?? [];
    declared.push({
      ecosystem: 'RubyGems',
      name,
      range,
      place: { line: index + 1, column: before.length + 1, endColumn: before.length + name.length + 3 },
      group: isDev || /\bgroups?(?::|\s*=>)\s*\[?\s*:(?:development|test)\b/.test(rest) ? 'dev' : undefined,
      source: kind === undefined ? undefined : { kind: kind === 'path' ? 'link' : 'git', resolved: address },
      exact: /^=?\s*(\d[\w.]*)$/.exec(range)?.[1],
    });
  }
  return toManifest(declared, problems.list);
}

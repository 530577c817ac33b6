import type { Lockfile, LockfileFormat, Package, SourceKind } from '../package.js';
import { LockfileError } from '../package.js';
import { createProblems, type Problems } from './problems.js';
import { createWayTo } from './reach.js';

/** What Bundler writes. It does not tell what is for development only. */
export const gemfileLock: LockfileFormat = {
  name: 'Gemfile.lock',
  matches: (path) => /(?:^|\/)(?:Gemfile\.lock|gems\.locked|[^/]+\.gemfile\.lock)$/.test(path),
  parse: parseGemfileLock,
};

const sections: ReadonlyMap<string, SourceKind> = new Map([
  ['GEM', 'registry'],
  ['GIT', 'git'],
  ['PATH', 'workspace'],
  ['PLUGIN SOURCE', 'registry'],
]);

const others: ReadonlySet<string> = new Set([
  'PLATFORMS',
  'DEPENDENCIES',
  'RUBY VERSION',
  'BUNDLED WITH',
  'CHECKSUMS',
]);

/** @throws LockfileError where it has none of the sections of such a file. */
function parseGemfileLock(text: string): Lockfile {
  const reader = createReader();
  text.split('\n').forEach((line, index) => reader.take(line.trimEnd(), index + 1));
  return reader.finish(text);
}

interface Gem {
  readonly found: Package;
  readonly requires: string[];
}

function createReader(): { take(line: string, number: number): void; finish(text: string): Lockfile } {
  const gems: Gem[] = [];
  const direct: string[] = [];
  const hashes = new Map<string, string>();
  const problems = createProblems();
  let section = '';
  let known = 0;
  let remote = '';
  let revision = '';

  const takeGem = (line: string, number: number): void => {
    const [, indent = '', name = '', version] = /^( {4,6})([^\s(!]+)(?: \((.*)\))?!?$/.exec(line) ?? [];
    if (indent.length === 6) gems.at(-1)?.requires.push(name);
    else if (indent.length === 4 && version !== undefined)
      gems.push({ found: toPackage(name, version, number), requires: [] });
    else
      problems.notice(
        number,
        `\`${line.trim().slice(0, 200)}\` names no gem with a version, and was not reviewed.`,
      );
  };

  const toPackage = (name: string, version: string, line: number): Package => ({
    ecosystem: 'RubyGems',
    name,
    // A platform stands behind the version: `1.16.0-x86_64-linux`.
    version: version.replace(/-.*$/, ''),
    path: `${name} (${version})`,
    line,
    column: 5,
    endColumn: 5 + name.length,
    kind: sections.get(section) ?? 'registry',
    groups: [],
    resolved: remote === '' ? undefined : revision === '' ? remote : `${remote}#${revision}`,
  });

  return {
    take: (line, number) => {
      if (line === '') return;
      if (!line.startsWith(' ')) {
        section = line;
        remote = revision = '';
        if (sections.has(line) || others.has(line)) known++;
        else
          problems.incomplete(
            number,
            `The section \`${line.slice(0, 200)}\` is not known, and was not understood.`,
          );
      } else if (sections.has(section)) {
        const [, field, value = ''] = /^ {2}(remote|revision): (.*)$/.exec(line) ?? [];
        if (field === 'remote') remote = value;
        else if (field === 'revision') revision = value;
        else if (line.startsWith('    ')) takeGem(line, number);
      } else if (section === 'DEPENDENCIES') direct.push(/^ +([^\s(!]+)/.exec(line)?.[1] ?? '');
      else if (section === 'CHECKSUMS') {
        const [, path = '', hash = ''] = /^ +(\S+ \([^)]*\)) (.+)$/.exec(line) ?? [];
        hashes.set(path, hash);
      }
    },
    finish: (text) => {
      if (/^<{7} /m.test(text))
        throw new LockfileError('The file could not be read: it holds a merge conflict.');
      if (known === 0 && text.trim() !== '')
        throw new LockfileError('The file is not a lockfile of Bundler: it has none of its sections.');
      return finish(gems, direct, hashes, problems);
    },
  };
}

function finish(
  gems: readonly Gem[],
  direct: readonly string[],
  hashes: ReadonlyMap<string, string>,
  problems: Problems,
): Lockfile {
  const byName = new Map<string, string[]>();
  for (const { found } of gems) byName.set(found.name, [...(byName.get(found.name) ?? []), found.path]);
  const byPath = new Map(gems.map((gem) => [gem.found.path, gem]));
  const resolve = (name: string): string[] => byName.get(name) ?? [];
  const wayTo = createWayTo({
    roots: direct.flatMap(resolve),
    next: (path) => (byPath.get(path)?.requires ?? []).flatMap(resolve),
    nameOf: (path) => byPath.get(path)?.found.name ?? path,
  });
  return {
    packages: gems.map(({ found }) => ({
      ...found,
      integrity: hashes.get(found.path)?.replace(/^sha256=/, 'sha256:'),
    })),
    problems: problems.list,
    wayTo,
  };
}

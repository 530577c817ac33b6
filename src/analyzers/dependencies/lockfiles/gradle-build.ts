import type { Lockfile, LockfileFormat } from '../package.js';
import { type Declared, toManifest } from './declared.js';
import { folderOf, upwards } from './paths.js';
import { createProblems } from './problems.js';
import { parseToml, recordOf } from './toml.js';

/** A build of Gradle. It is a program, of which only coordinates written as `group:name:version` are read. */
export const gradleBuild: LockfileFormat = {
  name: 'build.gradle',
  matches: (path) => /(?:^|\/)[^/]*\.gradle(?:\.kts)?$/.test(path),
  parse: parseGradleBuild,
  lockedBy: (path) => [`${folderOf(path)}gradle.lockfile`],
};

const configuration =
  /^\s*(?:add\()?["']?(\w*(?:[iI]mplementation|[aA]pi|[cC]ompile(?:Only|Classpath)?|[rR]untime(?:Only)?|[aA]nnotationProcessor|kapt|ksp|classpath|[dD]evelopmentOnly))["']?[\s(,]/;

function parseGradleBuild(text: string): Lockfile {
  const declared: Declared[] = [];
  const problems = createProblems();
  for (const [index, line] of text.split('\n').entries()) {
    const used = configuration.exec(line)?.[1];
    const found =
      used === undefined ? null : /(["'])([\w.-]+):([\w.-]+):([^"'@:\s]+)(?:[@:][^"']*)?\1/.exec(line);
    if (used === undefined || !found) continue;
    const [whole, , group = '', artifact = '', range = ''] = found;
    const column = found.index + 2;
    const isKnown = /^\d[\w.-]*$/.test(range);
    if (range.includes('$'))
      problems.notice(index + 1, 'The version of this module is settled elsewhere, and is not known.');
    const at = column + `${group}:${artifact}:`.length;
    declared.push({
      ecosystem: 'Maven',
      name: `${group}:${artifact}`,
      range,
      place: { line: index + 1, column, endColumn: column + whole.length - 2 },
      group: /test/i.test(used) ? 'dev' : undefined,
      exact: isKnown ? range : undefined,
      versionPlace: isKnown ? { line: index + 1, column: at, endColumn: at + range.length } : undefined,
    });
  }
  return toManifest(declared, problems.list);
}

/** The list of modules and their versions that the builds of a repository choose from. */
export const gradleCatalog: LockfileFormat = {
  name: 'libs.versions.toml',
  matches: (path) => /(?:^|\/)[^/]+\.versions\.toml$/.test(path),
  parse: parseGradleCatalog,
  lockedBy: (path) => upwards(path, ['gradle.lockfile']),
};

/** @throws LockfileError where it is not TOML. */
function parseGradleCatalog(text: string): Lockfile {
  const toml = parseToml(text);
  const versions = toml.find('versions')?.members;
  const declared = [...(toml.find('libraries')?.members ?? [])].flatMap(
    ([, { value, place }]): Declared[] => {
      const fields = typeof value === 'string' ? fromCoordinates(value) : recordOf(value);
      const module = textOf(fields.module) ?? `${textOf(fields.group) ?? ''}:${textOf(fields.name) ?? ''}`;
      if (!/^[^:]+:[^:]+$/.test(module)) return [];
      const written = fields.version;
      const reference = textOf(recordOf(written).ref);
      const range = textOf(reference === undefined ? written : versions?.get(reference)?.value) ?? '';
      return [
        {
          ecosystem: 'Maven',
          name: module,
          range,
          place,
          exact: /^\d[\w.-]*$/.test(range) ? range : undefined,
        },
      ];
    },
  );
  return toManifest(declared);
}

function fromCoordinates(text: string): Readonly<Record<string, unknown>> {
  const [group, name, version] = text.split(':');
  return { group, name, version };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import {
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type Surroundings,
} from '../package.js';
import { createPlacer } from './place.js';
import { createProblems } from './problems.js';
import { attributeRangeOf, childOf, childrenOf, parseXml, type XmlElement } from './xml.js';

/** What Gradle writes of the versions that it has settled: https://docs.gradle.org/current/userguide/dependency_locking.html */
export const gradleLockfile: LockfileFormat = {
  name: 'gradle.lockfile',
  matches: (path) =>
    /(?:^|\/)(?:(?:buildscript-|settings-)?gradle\.lockfile|gradle\/dependency-locks\/[^/]+\.lockfile)$/.test(
      path,
    ),
  parse: parseGradleLockfile,
};

/** @throws LockfileError where no line is one of such a file. */
function parseGradleLockfile(text: string): Lockfile {
  const packages: Package[] = [];
  const problems = createProblems();
  let isKnown = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('empty=')) {
      isKnown = true;
      continue;
    }
    const [, group = '', artifact = '', version = '', configurations = ''] =
      /^([^:=\s]+):([^:=\s]+):([^:=\s]+)(?:=(.*))?$/.exec(line) ?? [];
    if (version === '') {
      problems.notice(index + 1, 'This line names no module with a version, and was not reviewed.');
      continue;
    }
    isKnown = true;
    const column = raw.indexOf(group) + 1;
    const name = `${group}:${artifact}`;
    packages.push({
      ecosystem: 'Maven',
      name,
      version,
      path: `${name}:${version}`,
      line: index + 1,
      column,
      endColumn: column + `${name}:${version}`.length,
      kind: 'registry',
      groups: isForTests(configurations) ? ['dev'] : [],
    });
  }
  if (!isKnown && problems.list.length > 0)
    throw new LockfileError('The file is not a lockfile of Gradle: no line of it was understood.');
  return { packages, problems: problems.list, wayTo: () => undefined };
}

/** All configurations that use it are for tests, by their names. */
function isForTests(configurations: string): boolean {
  return configurations !== '' && configurations.split(',').every((one) => /test/i.test(one));
}

/** The hashes that Gradle compares downloads with; what it downloads is settled elsewhere. */
export const gradleVerification: LockfileFormat = {
  name: 'verification-metadata.xml',
  matches: (path) => /(?:^|\/)verification-metadata\.xml$/.test(path),
  parse: parseGradleVerification,
};

/** @throws LockfileError where it is not XML, or something else. */
async function parseGradleVerification(text: string, { list }: Surroundings): Promise<Lockfile> {
  const isLocked = (await list()).some((path) => /(?:^|\/)gradle\.lockfile$/.test(path));
  const root = parseXml(text);
  if (root.name !== 'verification-metadata')
    throw new LockfileError('The file is not verification metadata of Gradle: its root is of another name.');
  const placeOf = createPlacer(text);
  const packages = childrenOf(childOf(root, 'components'), 'component').map((component): Package => {
    const at = attributeRangeOf(component, 'version', text) ?? [component.start, component.end];
    const attribute = (name: string): string => component.attributes.get(name) ?? '';
    const name = `${attribute('group')}:${attribute('name')}`;
    return {
      ecosystem: 'Maven',
      name,
      version: attribute('version'),
      path: `${name}:${attribute('version')}`,
      ...placeOf(...at),
      kind: 'registry',
      groups: [],
      integrity: hashesOf(component),
      // Without a lockfile nothing else in the repository names what the direct dependencies ask for.
      isRecordOnly: isLocked || undefined,
    };
  });
  return { packages, problems: [], wayTo: () => undefined };
}

function hashesOf(component: XmlElement): string | undefined {
  const hashes = childrenOf(component, 'artifact').flatMap((artifact) =>
    artifact.children.flatMap(({ name, attributes }) => {
      const value = attributes.get('value');
      return /^sha\d+$/.test(name) && value !== undefined ? [`${name}:${value}`] : [];
    }),
  );
  return hashes.length > 0 ? hashes.join(' ') : undefined;
}

import {
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type SourceKind,
} from '../package.js';
import { memberOf, membersOf, type Node, parseJsonTree, scalarOf, textOf } from './json-tree.js';
import { createPlacer } from './place.js';
import { createProblems, unknownVersion } from './problems.js';
import { createWayTo } from './reach.js';
import { attributeRangeOf, childrenOf, parseXml } from './xml.js';

/** What NuGet writes where a project asks for a lockfile: versions 1 and 2. */
export const nugetLock: LockfileFormat = {
  name: 'packages.lock.json',
  matches: (path) => /(?:^|\/)packages(?:\.[^/]+)?\.lock\.json$/.test(path),
  parse: parseNugetLock,
};

/** @throws LockfileError where it is not JSON, or of an unknown version. */
function parseNugetLock(text: string): Lockfile {
  const root = parseJsonTree(text, true);
  const version = scalarOf(memberOf(root, 'version'));
  if (version !== 1 && version !== 2) throw unknownVersion(version);
  const placeOf = createPlacer(text);
  const packages: Package[] = [];
  const requires = new Map<string, string[]>();
  const roots: string[] = [];
  for (const { key: framework, value: entries } of membersOf(memberOf(root, 'dependencies')))
    for (const { key: name, keyNode, value } of membersOf(entries)) {
      const path = `${framework}/${name.toLowerCase()}`;
      const type = textOf(memberOf(value, 'type')) ?? '';
      requires.set(
        path,
        membersOf(memberOf(value, 'dependencies')).map(({ key }) => `${framework}/${key.toLowerCase()}`),
      );
      if (type === 'Direct' || type === 'Project') roots.push(path);
      packages.push({
        ecosystem: 'NuGet',
        name,
        version: textOf(memberOf(value, 'resolved')) ?? '',
        path,
        ...placeOf(keyNode.offset, keyNode.offset + keyNode.length),
        kind: type === 'Project' ? 'workspace' : 'registry',
        groups: [],
        integrity: textOf(memberOf(value, 'contentHash')),
      });
    }
  return { packages, problems: [], wayTo: waysOf(packages, requires, roots) };
}

function waysOf(
  packages: readonly Package[],
  requires: ReadonlyMap<string, readonly string[]>,
  roots: readonly string[],
): Lockfile['wayTo'] {
  const names = new Map(packages.map(({ path, name }) => [path, name]));
  return createWayTo({
    roots,
    next: (path) => (requires.get(path) ?? []).filter((one) => names.has(one)),
    nameOf: (path) => names.get(path) ?? path,
  });
}

/** The older list of the packages of a project, with those that others ask for. */
export const packagesConfig: LockfileFormat = {
  name: 'packages.config',
  matches: (path) => /(?:^|\/)packages(?:\.[^/]+)?\.config$/i.test(path),
  parse: parsePackagesConfig,
};

/** @throws LockfileError where it is not XML, or something else. */
function parsePackagesConfig(text: string): Lockfile {
  const root = parseXml(text);
  if (root.name !== 'packages')
    throw new LockfileError('The file is not a list of packages of NuGet: its root is of another name.');
  const placeOf = createPlacer(text);
  const problems = createProblems();
  const packages = childrenOf(root, 'package').flatMap((element): Package[] => {
    const place = placeOf(element.start, element.end);
    const name = element.attributes.get('id') ?? '';
    const version = element.attributes.get('version') ?? '';
    const at = attributeRangeOf(element, 'version', text);
    if (name !== '' && version !== '')
      return [
        {
          ecosystem: 'NuGet',
          name,
          version,
          path: `${name.toLowerCase()}@${version}`,
          ...place,
          kind: 'registry',
          groups: element.attributes.get('developmentDependency') === 'true' ? ['dev'] : [],
          versionPlace: at && placeOf(...at),
        },
      ];
    problems.notice(place.line, 'This entry has no name or no version, and was not reviewed.');
    return [];
  });
  return { packages, problems: problems.list, wayTo: () => undefined };
}

/** What a build leaves beside a program: the packages that it was built with. */
export const dotnetDeps: LockfileFormat = {
  name: 'deps.json',
  matches: (path) => /(?:^|\/)[^/]+\.deps\.json$/.test(path),
  parse: parseDotnetDeps,
};

/** @throws LockfileError where it is not JSON, or something else. */
function parseDotnetDeps(text: string): Lockfile {
  const root = parseJsonTree(text, true);
  const libraries = memberOf(root, 'libraries');
  if (libraries?.type !== 'object')
    throw new LockfileError('The file does not list the libraries of a program of .NET.');
  const placeOf = createPlacer(text);
  const requires = requirementsIn(root);
  const packages = membersOf(libraries).map(({ key, keyNode, value }): Package => {
    const [name = '', version = ''] = key.split('/');
    return {
      ecosystem: 'NuGet',
      name,
      version,
      path: key,
      ...placeOf(keyNode.offset, keyNode.offset + keyNode.length),
      kind: kinds.get(textOf(memberOf(value, 'type')) ?? '') ?? 'file',
      groups: [],
      integrity: textOf(memberOf(value, 'sha512')),
    };
  });
  const projects = packages.filter(({ kind }) => kind === 'workspace');
  const roots = projects.flatMap(({ path }) => requires.get(path) ?? []);
  return { packages, problems: [], wayTo: waysOf(packages, requires, roots) };
}

const kinds: ReadonlyMap<string, SourceKind> = new Map([
  ['package', 'registry'],
  ['project', 'workspace'],
]);

function requirementsIn(root: Node): Map<string, string[]> {
  const requires = new Map<string, string[]>();
  for (const target of membersOf(memberOf(root, 'targets')))
    for (const { key, value } of membersOf(target.value)) {
      const wanted = membersOf(memberOf(value, 'dependencies'));
      const names = wanted.map((one) => `${one.key}/${textOf(one.value) ?? ''}`);
      requires.set(key, [...(requires.get(key) ?? []), ...names]);
    }
  return requires;
}

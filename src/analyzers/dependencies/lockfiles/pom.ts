import {
  type Group,
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type Surroundings,
} from '../package.js';
import { resolvePath } from './paths.js';
import { createPlacer } from './place.js';
import { createProblems } from './problems.js';
import { childOf, childrenOf, parseXml, textRangeOf, type XmlElement } from './xml.js';

/** The manifest of Maven. What others ask for, and what is managed outside of the repository, is not known from it. */
export const pom: LockfileFormat = {
  name: 'pom.xml',
  matches: (path) => /(?:^|\/)(?:pom\.xml|[^/]+\.pom)$/.test(path),
  parse: parsePom,
};

/** @throws LockfileError where it is not XML, or something else. */
async function parsePom(text: string, around: Surroundings): Promise<Lockfile> {
  const project = projectIn(text);
  const projects = [project, ...(await parentsOf(project, around))];
  const properties = propertiesOf(projects);
  const managed = managedBy(projects, properties);
  const placeOf = createPlacer(text);
  const packages: Package[] = [];
  const problems = createProblems();
  for (const element of dependenciesOf(project)) {
    const place = placeOf(element.start, element.end);
    const [group, artifact] = ['groupId', 'artifactId'].map((key) =>
      interpolate(textAt(element, key), properties),
    );
    if (!group || !artifact) {
      problems.notice(place.line, 'This dependency has no group or no name, and was not reviewed.');
      continue;
    }
    const name = `${group}:${artifact}`;
    const own = childOf(element, 'version');
    const version = interpolate(own?.text ?? '', properties) || (managed.get(name)?.version ?? '');
    const scope = textAt(element, 'scope') || (managed.get(name)?.scope ?? '');
    const at = own && !own.text.includes('$') ? textRangeOf(own, text) : undefined;
    packages.push({
      ecosystem: 'Maven',
      name,
      ...versionOf(version),
      path: [name, textAt(element, 'type') || 'jar', textAt(element, 'classifier')].join(':'),
      ...place,
      kind: scope === 'system' ? 'file' : 'registry',
      groups: groupsOf(scope, textAt(element, 'optional')),
      versionPlace: at && placeOf(...at),
    });
  }
  const unknown = packages.filter(({ version }) => version === '').length;
  if (unknown > 0)
    problems.notice(
      undefined,
      `The versions of ${unknown} of the dependencies are settled outside of this repository, and are not known.`,
    );
  const names = new Map(packages.map(({ path, name }) => [path, name]));
  return { packages, problems: problems.list, wayTo: (path) => [names.get(path) ?? path] };
}

function projectIn(text: string): XmlElement {
  const project = parseXml(text);
  if (project.name !== 'project')
    throw new LockfileError('The file is not a manifest of Maven: its root is of another name.');
  return project;
}

/** More are taken for a circle. */
const mostParents = 10;

/** The parents that stand in the repository, the nearest first. */
async function parentsOf(project: XmlElement, around: Surroundings): Promise<XmlElement[]> {
  const parents: XmlElement[] = [];
  let { path } = around;
  for (let at = project; parents.length < mostParents;) {
    const parent = childOf(at, 'parent');
    if (!parent) break;
    const next = resolvePath(path, childOf(parent, 'relativePath')?.text ?? '../pom.xml');
    const text = next === undefined || next === path ? undefined : await around.read(next);
    if (next === undefined || text === undefined) break;
    try {
      at = projectIn(text);
    } catch (error) {
      // The parent is a file of its own; what is wrong with it is told there.
      if (!(error instanceof LockfileError)) throw error;
      break;
    }
    // By default it is whatever stands in the folder above, which need not be the parent.
    if (textAt(at, 'artifactId') !== textAt(parent, 'artifactId')) break;
    parents.push(at);
    path = next;
  }
  return parents;
}

/** The nearest definition of a property counts. */
function propertiesOf(projects: readonly XmlElement[]): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  const set = (name: string, value: string): void => {
    if (value !== '' && !properties.has(name)) properties.set(name, value);
  };
  for (const project of projects) {
    for (const property of childOf(project, 'properties')?.children ?? []) set(property.name, property.text);
    for (const key of ['groupId', 'artifactId', 'version']) {
      const inherited = textAt(childOf(project, 'parent'), key);
      const own = textAt(project, key) || (key === 'artifactId' ? '' : inherited);
      for (const prefix of ['project.', 'pom.', '']) set(prefix + key, own);
      set(`project.parent.${key}`, inherited);
    }
  }
  return properties;
}

/** Properties can hold others; more levels are taken for a circle. */
const mostLevels = 10;
const longestValue = 1000;

/** Empty where a property is not known. */
function interpolate(text: string, properties: ReadonlyMap<string, string>): string {
  let value = text;
  for (let level = 0; level < mostLevels && value.includes('${'); level++) {
    if (value.length > longestValue) return '';
    value = value.replace(/\$\{([^{}]{1,200})\}/g, (whole, name: string) => properties.get(name) ?? whole);
  }
  return value.includes('${') ? '' : value;
}

/** Of a range the least version, where it has one: Maven takes the greatest that there is. */
function versionOf(version: string): Pick<Package, 'version' | 'range'> {
  if (!/[[\](),]/.test(version)) return { version };
  return { version: /^[[(]\s*([^,\])\s]+)/.exec(version)?.[1] ?? '', range: version };
}

interface Managed {
  readonly version: string;
  readonly scope: string;
}

function managedBy(
  projects: readonly XmlElement[],
  properties: ReadonlyMap<string, string>,
): ReadonlyMap<string, Managed> {
  const managed = new Map<string, Managed>();
  for (const project of projects)
    for (const element of childrenOf(
      childOf(project, 'dependencyManagement', 'dependencies'),
      'dependency',
    )) {
      const [group = '', artifact = '', version = ''] = ['groupId', 'artifactId', 'version'].map((key) =>
        interpolate(textAt(element, key), properties),
      );
      const name = `${group}:${artifact}`;
      if (!managed.has(name)) managed.set(name, { version, scope: textAt(element, 'scope') });
    }
  return managed;
}

/** Those of profiles too, whatever turns them on. Of two equal ones in one place Maven takes the last. */
function dependenciesOf(project: XmlElement): XmlElement[] {
  const parts = [project, ...childrenOf(childOf(project, 'profiles'), 'profile')];
  return parts.flatMap((part) => {
    const elements = childrenOf(childOf(part, 'dependencies'), 'dependency');
    const last = new Map(elements.map((element) => [identityOf(element), element]));
    return elements.filter((element) => last.get(identityOf(element)) === element);
  });
}

function identityOf(element: XmlElement): string {
  const type = textAt(element, 'type') || 'jar';
  return [
    textAt(element, 'groupId'),
    textAt(element, 'artifactId'),
    type,
    textAt(element, 'classifier'),
  ].join(':');
}

function textAt(element: XmlElement | undefined, name: string): string {
  return childOf(element, name)?.text ?? '';
}

function groupsOf(scope: string, optional: string): Group[] {
  const groups: Group[] = [];
  if (scope === 'test') groups.push('dev');
  if (optional === 'true') groups.push('optional');
  return groups;
}

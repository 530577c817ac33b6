import {
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type SourceKind,
  type Surroundings,
} from '../package.js';
import { elementsOf, memberOf, membersOf, type Node, parseJsonTree, scalarOf, textOf } from './json-tree.js';
import { parseJson, recordIn } from './json.js';
import { folderOf } from './paths.js';
import { createPlacer } from './place.js';
import { createWayTo } from './reach.js';

/** What Composer writes. */
export const composerLock: LockfileFormat = {
  name: 'composer.lock',
  matches: (path) => /(?:^|\/)composer\.lock$/.test(path),
  parse: parseComposerLock,
};

/** @throws LockfileError where it is not JSON, or lists no packages. */
async function parseComposerLock(text: string, around: Surroundings): Promise<Lockfile> {
  const root = parseJsonTree(text);
  const lists = ['packages', 'packages-dev'].map((list) => ({ list, node: memberOf(root, list) }));
  if (lists.every(({ node }) => node?.type !== 'array') && membersOf(root).length > 0)
    throw new LockfileError('The file is not a lockfile of Composer: it has no list of packages.');
  const placeOf = createPlacer(text);
  const found = lists.flatMap(({ list, node }) =>
    elementsOf(node).flatMap((element) => {
      const { offset, length } = memberOf(element, 'name') ?? element;
      const place = placeOf(offset, offset + length);
      const one = toPackage(element, list);
      return one
        ? [
            {
              ...one,
              ...place,
              requires: membersOf(memberOf(element, 'require')).map(({ key }) => key.toLowerCase()),
            },
          ]
        : [];
    }),
  );
  const byName = new Map<string, string[]>();
  for (const { name, path } of found) byName.set(name, [...(byName.get(name) ?? []), path]);
  const byPath = new Map(found.map((one) => [one.path, one]));
  const resolve = (name: string): string[] => byName.get(name) ?? [];
  const next = (path: string): string[] => (byPath.get(path)?.requires ?? []).flatMap(resolve);
  const required = new Set(found.flatMap(({ path }) => next(path)));
  const direct = await directOf(around);
  const wayTo = createWayTo({
    roots: direct?.flatMap(resolve) ?? found.flatMap(({ path }) => (required.has(path) ? [] : [path])),
    next,
    nameOf: (path) => byPath.get(path)?.name ?? path,
  });
  return { packages: found, problems: [], wayTo };
}

/** What `composer.json` beside the lockfile asks for; undefined where it cannot be read. */
async function directOf({ path, read }: Surroundings): Promise<string[] | undefined> {
  const text = await read(`${folderOf(path)}composer.json`);
  if (text === undefined) return undefined;
  try {
    const manifest = parseJson(text);
    return ['require', 'require-dev'].flatMap((list) =>
      Object.keys(recordIn(manifest, list) ?? {}).map((name) => name.toLowerCase()),
    );
  } catch {
    // The manifest is a file of its own; what is wrong with it is told there.
    return undefined;
  }
}

type Found = Omit<Package, 'line' | 'column' | 'endColumn'>;

function toPackage(element: Node, list: string): Found | undefined {
  const name = textOf(memberOf(element, 'name'))?.toLowerCase();
  if (name === undefined) return undefined;
  const version = textOf(memberOf(element, 'version')) ?? '';
  const dist = textOf(memberOf(element, 'dist', 'url'));
  const shasum = textOf(memberOf(element, 'dist', 'shasum'));
  const licenses = elementsOf(memberOf(element, 'license')).flatMap((license) => textOf(license) ?? []);
  return {
    ecosystem: 'Packagist',
    name,
    version,
    path: `${list}/${name}@${version}`,
    kind: kindOf(element),
    groups: list === 'packages-dev' ? ['dev'] : [],
    resolved: dist ?? textOf(memberOf(element, 'source', 'url')),
    integrity: shasum && `sha1:${shasum}`,
    commit:
      textOf(memberOf(element, 'dist', 'reference')) ?? textOf(memberOf(element, 'source', 'reference')),
    deprecated: abandonedIn(memberOf(element, 'abandoned')),
    released: textOf(memberOf(element, 'time')),
    license: licenses.length > 0 ? licenses.join(' OR ') : undefined,
  };
}

function kindOf(element: Node): SourceKind {
  const dist = textOf(memberOf(element, 'dist', 'type'));
  if (dist === 'path') return 'link';
  return dist === undefined && memberOf(element, 'source', 'url') ? 'git' : 'registry';
}

/** True, or the name of the package to use instead. */
function abandonedIn(node: Node | undefined): string | undefined {
  const value = scalarOf(node);
  if (typeof value === 'string' && value !== '') return `abandoned; its makers recommend ${value}`;
  return value === true ? 'abandoned' : undefined;
}

import type { Group, Lockfile, LockfileFormat } from '../package.js';
import { type Declared, sourceOfRange, toManifest } from './declared.js';
import { type Member, memberOf, membersOf, parseJsonTree, textOf } from './json-tree.js';
import { upwards } from './paths.js';
import { createPlacer } from './place.js';

/** The manifest of npm, Yarn, pnpm and Bun. */
export const packageJson: LockfileFormat = {
  name: 'package.json',
  matches: (path) => /(?:^|\/)package\.json$/.test(path) && !path.includes('node_modules/'),
  parse: parsePackageJson,
  lockedBy: (path) =>
    upwards(path, [
      'package-lock.json',
      'npm-shrinkwrap.json',
      'yarn.lock',
      'pnpm-lock.yaml',
      'bun.lock',
      'bun.lockb',
    ]),
};

const lists: readonly (readonly [string, Group | undefined])[] = [
  ['dependencies', undefined],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
];

/** @throws LockfileError where it is not JSON. */
function parsePackageJson(text: string): Lockfile {
  const root = parseJsonTree(text);
  const placeOf = createPlacer(text);
  return toManifest(
    lists.flatMap(([list, group]) =>
      membersOf(memberOf(root, list)).map((member) => ({ ...toDeclared(member, placeOf), group })),
    ),
  );
}

function toDeclared({ key, keyNode, value }: Member, placeOf: ReturnType<typeof createPlacer>): Declared {
  const written = textOf(value) ?? '';
  const aliased = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(written);
  const range = aliased ? (aliased[2] ?? '') : written;
  const isExact = /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(range);
  const end = value.offset + value.length - 1;
  return {
    ecosystem: 'npm',
    name: aliased?.[1] ?? key,
    alias: aliased ? key : undefined,
    range,
    place: placeOf(keyNode.offset, keyNode.offset + keyNode.length),
    source: aliased ? undefined : sourceOfRange(range),
    exact: isExact ? range : undefined,
    versionPlace: isExact ? placeOf(end - range.length, end) : undefined,
  };
}

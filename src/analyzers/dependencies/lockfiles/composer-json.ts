import type { Lockfile, LockfileFormat } from '../package.js';
import { toManifest } from './declared.js';
import { memberOf, membersOf, parseJsonTree, textOf } from './json-tree.js';
import { folderOf } from './paths.js';
import { createPlacer } from './place.js';

/** The manifest of Composer. */
export const composerJson: LockfileFormat = {
  name: 'composer.json',
  matches: (path) => /(?:^|\/)composer\.json$/.test(path),
  parse: parseComposerJson,
  lockedBy: (path) => [`${folderOf(path)}composer.lock`],
};

/** @throws LockfileError where it is not JSON. */
function parseComposerJson(text: string): Lockfile {
  const root = parseJsonTree(text);
  const placeOf = createPlacer(text);
  return toManifest(
    (['require', 'require-dev'] as const).flatMap((list) =>
      membersOf(memberOf(root, list))
        // What has no vendor is PHP itself, its extensions and libraries.
        .filter(({ key }) => key.includes('/'))
        .map(({ key, keyNode, value }) => {
          const range = textOf(value) ?? '';
          return {
            ecosystem: 'Packagist',
            name: key.toLowerCase(),
            range,
            place: placeOf(keyNode.offset, keyNode.offset + keyNode.length),
            group: list === 'require-dev' ? ('dev' as const) : undefined,
            exact: /^v?\d+\.\d+\.\d+(?:-\w+)?$/.test(range) ? range : undefined,
          };
        }),
    ),
  );
}

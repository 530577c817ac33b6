import { type Lockfile, type LockfileFormat, type Package, type SourceKind } from '../package.js';
import {
  elementsOf,
  type Member,
  memberOf,
  membersOf,
  type Node,
  parseJsonTree,
  scalarOf,
  textOf,
} from './json-tree.js';
import { createPlacer } from './place.js';
import { createProblems, unknownVersion } from './problems.js';
import { normalizePython } from './python.js';

/** What Pipenv writes: version 6 of the format. It does not say who asks for a package. */
export const pipfileLock: LockfileFormat = {
  name: 'Pipfile.lock',
  matches: (path) => /(?:^|\/)Pipfile\.lock$/.test(path),
  parse: parsePipfileLock,
};

/** @throws LockfileError where it is not JSON, or of an unknown version. */
function parsePipfileLock(text: string): Lockfile {
  if (text.trim() === '') return { packages: [], problems: [], wayTo: () => undefined };
  const root = parseJsonTree(text);
  const version = scalarOf(memberOf(root, '_meta', 'pipfile-spec'));
  if (version !== undefined && version !== 6) throw unknownVersion(version);
  const placeOf = createPlacer(text);
  const problems = createProblems();
  const packages = membersOf(root)
    .filter(({ key }) => key !== '_meta')
    .flatMap(({ key: group, value }) =>
      membersOf(value).flatMap((member): Package[] => {
        const { offset, length } = member.keyNode;
        const place = placeOf(offset, offset + length);
        const found = toPackage(member, group);
        if (found) return [{ ...found, ...place }];
        const message = `The entry \`${member.key.slice(0, 200)}\` names no version, and was not reviewed.`;
        problems.notice(place.line, message);
        return [];
      }),
    );
  return { packages, problems: problems.list, wayTo: () => undefined };
}

function toPackage(
  { key, value }: Member,
  group: string,
): Omit<Package, 'line' | 'column' | 'endColumn'> | undefined {
  const version = textOf(memberOf(value, 'version'))?.replace(/^={2,3}/, '');
  if (version === undefined) return undefined;
  const [kind, resolved] = sourceOf(value);
  const hashes = elementsOf(memberOf(value, 'hashes')).flatMap((hash) => textOf(hash) ?? []);
  return {
    ecosystem: 'PyPI',
    name: normalizePython(key),
    version,
    path: `${group}/${key}`,
    kind,
    groups: group === 'default' ? [] : ['dev'],
    resolved,
    integrity: hashes.length > 0 ? hashes.join(' ') : undefined,
  };
}

function sourceOf(value: Node): readonly [SourceKind, string | undefined] {
  const git = textOf(memberOf(value, 'git'));
  if (git !== undefined) return ['git', `${git}#${textOf(memberOf(value, 'ref')) ?? ''}`];
  const archive = textOf(memberOf(value, 'file'));
  if (archive !== undefined) return [/^https?:/.test(archive) ? 'http' : 'file', archive];
  const path = textOf(memberOf(value, 'path'));
  return path === undefined ? ['registry', undefined] : ['link', path];
}

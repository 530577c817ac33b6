import type { LockfileFormat } from '../package.js';
import { type Declared, toManifest } from './declared.js';
import { upwards } from './paths.js';
import { parseToml, recordOf, type Table } from './toml.js';

/** The manifest of Cargo. */
export const cargoToml: LockfileFormat = {
  name: 'Cargo.toml',
  matches: (path) => /(?:^|\/)Cargo\.toml$/.test(path),
  parse: (text) => toManifest(parseToml(text).tables.flatMap(declaredIn)),
  lockedBy: (path) => upwards(path, ['Cargo.lock']),
};

/** `[dependencies]`, `[target.'cfg(unix)'.dev-dependencies]`, and `[dependencies.name]` for a single one. */
function declaredIn({ name, members }: Table): Declared[] {
  const [, kind = '', single] = /(?:^|\.)((?:dev-|build-)?dependencies)(?:\.([\w-]+))?$/.exec(name) ?? [];
  if (kind === '') return [];
  const group = kind === 'dev-dependencies' ? ('dev' as const) : undefined;
  if (single !== undefined) {
    const fields = Object.fromEntries([...members].map(([key, { value }]) => [key, value]));
    const place = [...members.values()][0]?.place;
    return place ? toDeclared(single, fields, place, group) : [];
  }
  return [...members].flatMap(([key, { value, place }]) => {
    const [crate = key, field] = key.split('.');
    // `name.workspace = true` is settled where the workspace is.
    if (field !== undefined && field !== 'version') return [];
    return toDeclared(crate, typeof value === 'string' ? { version: value } : recordOf(value), place, group);
  });
}

function toDeclared(
  key: string,
  fields: Readonly<Record<string, unknown>>,
  place: Declared['place'],
  group: Declared['group'],
): Declared[] {
  if (fields.workspace === true) return [];
  const text = (field: string): string | undefined =>
    typeof fields[field] === 'string' ? fields[field] : undefined;
  const range = text('version') ?? '';
  const git = text('git');
  const path = text('path');
  const name = text('package') ?? key;
  const source =
    git !== undefined
      ? ({ kind: 'git', resolved: git } as const)
      : path !== undefined
        ? ({ kind: 'link', resolved: path } as const)
        : undefined;
  const exact = /^=\s*(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1];
  return [
    {
      ecosystem: 'crates.io',
      name,
      alias: name === key ? undefined : key,
      range,
      place,
      group,
      source,
      exact,
    },
  ];
}

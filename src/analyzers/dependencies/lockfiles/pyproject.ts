import { LockfileError, type Surroundings } from '../package.js';
import { folderOf } from './paths.js';
import { nameOfRequirement, normalizePython } from './python.js';
import { listOf, parseToml, type Toml } from './toml.js';

/** What the manifest beside a lockfile of Python says of it. */
export interface Pyproject {
  /** Names that the project asks for, in whatever group. */
  readonly direct: ReadonlySet<string>;
  /** Names of the sets of optional packages that users of the project may choose. */
  readonly extras: ReadonlySet<string>;
}

/** Reads `pyproject.toml` beside a lockfile; undefined where there is none that can be read. */
export async function readPyproject({ path, read }: Surroundings): Promise<Pyproject | undefined> {
  const text = await read(`${folderOf(path)}pyproject.toml`);
  if (text === undefined) return undefined;
  try {
    return parsePyproject(parseToml(text));
  } catch (error) {
    // The manifest is a file of its own; what is wrong with it is told there.
    if (error instanceof LockfileError) return undefined;
    throw error;
  }
}

/** As `readPyproject`, the direct requirements alone. */
export async function directOfPyproject(around: Surroundings): Promise<ReadonlySet<string> | undefined> {
  return (await readPyproject(around))?.direct;
}

function parsePyproject(toml: Toml): Pyproject {
  const direct = new Set<string>();
  const extras = new Set<string>();
  const add = (requirement: unknown): void => {
    const name = nameOfRequirement(requirement);
    if (name !== undefined) direct.add(normalizePython(name));
  };
  listOf(toml.find('project')?.members.get('dependencies')?.value).forEach(add);
  for (const { name, members } of toml.tables) {
    const isExtra = name === 'project.optional-dependencies';
    if (isExtra || name === 'dependency-groups' || name === 'tool.pdm.dev-dependencies')
      for (const [group, { value }] of members) {
        if (isExtra) extras.add(group);
        listOf(value).forEach(add);
      }
    if (/^tool\.poetry\.(?:(?:dev-)?dependencies|group\.[^.]+\.dependencies)$/.test(name))
      for (const key of members.keys()) if (key !== 'python') add(key);
  }
  return { direct, extras };
}

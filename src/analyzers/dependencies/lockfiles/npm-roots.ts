import type { Surroundings } from '../package.js';
import { type Record, parseJson, recordIn, recordOf, textIn } from './json.js';
import { folderOf } from './paths.js';

type Requirement = readonly [name: string, range: string];

/** What the manifests beside a lockfile ask for. */
export interface NpmRoots {
  readonly production: readonly Requirement[];
  readonly dev: readonly Requirement[];
  /** All manifests were read: what none of them asks for is asked for by nobody. */
  readonly isWhole: boolean;
}

const nothing: NpmRoots = { production: [], dev: [], isWhole: false };

/** More workspaces are not read for the sake of groups and ways alone. */
const mostWorkspaces = 300;

/**
 * Reads `package.json` beside a lockfile, and those of the workspaces.
 *
 * @param workspaces their folders, relative to the lockfile; undefined where the manifests have to tell.
 */
export async function readNpmRoots(
  { path, read, list }: Surroundings,
  workspaces: readonly string[] | undefined,
): Promise<NpmRoots> {
  const folder = folderOf(path);
  const root = manifestOf(await read(`${folder}package.json`));
  if (!root) return nothing;
  const paths = await workspaceManifests(root, folder, workspaces, list);
  if (!paths) return nothing;
  const manifests = [root, ...(await Promise.all(paths.map(async (one) => manifestOf(await read(one)))))];
  return {
    production: manifests.flatMap((manifest) => [
      ...requirementsIn(manifest, 'dependencies'),
      ...requirementsIn(manifest, 'optionalDependencies'),
    ]),
    dev: manifests.flatMap((manifest) => requirementsIn(manifest, 'devDependencies')),
    isWhole: manifests.every((manifest) => manifest !== undefined) && !('resolutions' in root),
  };
}

async function workspaceManifests(
  root: Record,
  folder: string,
  workspaces: readonly string[] | undefined,
  list: Surroundings['list'],
): Promise<string[] | undefined> {
  const found =
    workspaces?.filter((one) => one !== '.').map((one) => `${folder}${one}/package.json`) ??
    (root.workspaces === undefined ? [] : await manifestsBelow(folder, list));
  return found.length <= mostWorkspaces ? found : undefined;
}

/** The workspaces are among these; one too many does no harm. */
async function manifestsBelow(folder: string, list: Surroundings['list']): Promise<string[]> {
  const paths = await list();
  return paths.filter(
    (one) =>
      one.startsWith(folder) &&
      one.endsWith('/package.json') &&
      one !== `${folder}package.json` &&
      !one.includes('node_modules/'),
  );
}

function manifestOf(text: string | undefined): Record | undefined {
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch {
    // The manifest is a file of its own; what is wrong with it is told there.
    return undefined;
  }
}

function requirementsIn(manifest: Record | undefined, list: string): Requirement[] {
  const ranges = manifest && recordIn(manifest, list);
  return Object.keys(recordOf(ranges) ?? {}).map((name) => [name, textIn(ranges ?? {}, name) ?? '']);
}

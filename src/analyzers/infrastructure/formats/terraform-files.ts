import type { Context, FileText } from '../../../model/analyzer.js';
import type { Side } from '../../../model/change.js';
import type { Parsers } from './parsers.js';
import { folderOf } from './paths.js';
import { TerraformModule, type ModuleFile } from './terraform-module.js';

/** Files of one folder beyond this number are not read; real modules have at most some dozens. */
const maxFiles = 300;

/** A file of Terraform or OpenTofu. */
export function isConfiguration(path: string): boolean {
  return /\.(?:tf|tofu)$/.test(path);
}

/** The files of variable values that Terraform reads without being told. */
function isSettings(path: string): boolean {
  return /(?:^|\/)terraform\.tfvars$|\.auto\.tfvars$/.test(path);
}

/** A file that is parsed as Terraform. */
export function isTerraform(path: string): boolean {
  return isConfiguration(path) || path.endsWith('.tfvars');
}

/** Gives the module that a file belongs to, or the one of another folder. */
export interface ModuleLoader {
  of(file: FileText, side: Side, context: Context): Promise<Loaded>;
  at(folder: string, side: Side, context: Context): Promise<Loaded | undefined>;
}

/**
 * A module is read once for all of its files, as long as the source gives the same list of paths. One that does not
 * costs more reads, and no wrong answer: texts are compared.
 */
export function createModuleLoader(parsers: Parsers): ModuleLoader {
  const sides = new WeakMap<readonly string[], Folders>();
  const foldersOf = async (context: Context): Promise<Folders> => {
    const paths = await context.list();
    let folders = sides.get(paths);
    if (!folders) sides.set(paths, (folders = { paths: groupByFolder(paths), loaded: new Map() }));
    return folders;
  };
  return {
    async of(file, side, context) {
      const folders = await foldersOf(context);
      const folder = folderOf(file.path);
      const key = `${side}:${folder}`;
      const known = folders.loaded.get(key);
      if (known && (await known).texts.get(file.path) === file.text) return known;
      const fresh = load([file], folders.paths.get(folder) ?? [], parsers, context);
      folders.loaded.set(key, fresh);
      return fresh;
    },
    async at(folder, side, context) {
      const folders = await foldersOf(context);
      const paths = folders.paths.get(folder);
      const key = `${side}:${folder}`;
      if (!paths || folders.loaded.has(key)) return folders.loaded.get(key);
      const fresh = load([], paths, parsers, context);
      folders.loaded.set(key, fresh);
      return fresh;
    },
  };
}

interface Folders {
  /** The Terraform files of each folder. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly loaded: Map<string, Promise<Loaded>>;
}

/** The files of a folder, as they are read and as one. */
export interface Loaded {
  readonly module: TerraformModule;
  readonly files: readonly ModuleFile[];
  readonly texts: ReadonlyMap<string, string>;
}

async function load(
  known: readonly FileText[],
  paths: readonly string[],
  parsers: Parsers,
  context: Context,
): Promise<Loaded> {
  const texts = new Map(known.map(({ path, text }) => [path, text]));
  const wanted = paths.filter((path) => !texts.has(path));
  let whole = wanted.length <= maxFiles;
  const files: ModuleFile[] = [];
  const settings: ModuleFile[] = [];
  for (const path of [...texts.keys(), ...wanted.slice(0, maxFiles)].sort()) {
    const text = texts.get(path) ?? (await context.read(path));
    if (text !== undefined) texts.set(path, text);
    const syntax = text === undefined ? undefined : await parsers.parse('terraform', text);
    if (!syntax || 'unparsed' in syntax || syntax.error) whole = false;
    if (!syntax || 'unparsed' in syntax) continue;
    (isSettings(path) ? settings : files).push({ path, syntax });
  }
  return { module: new TerraformModule(files, settings, whole), files, texts };
}

function groupByFolder(paths: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    if (!isConfiguration(path) && !isSettings(path)) continue;
    const folder = folderOf(path);
    const known = folders.get(folder);
    if (known) known.push(path);
    else folders.set(folder, [path]);
  }
  return folders;
}

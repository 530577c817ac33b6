import type { Context, FileText } from '../../../model/analyzer.js';
import type { Side } from '../../../model/change.js';
import type { Rule } from '../../../model/rule.js';
import { LineTable } from '../../syntax/tree.js';
import { rulesByType, type ResourceRule } from '../resource-rule.js';
import type { Format, Hit, Judged } from '../rule.js';
import type { Parsers } from './parsers.js';
import { estateOf, itemResource } from './terraform-item.js';
import { resourcesOfCall } from './terraform-registry.js';
import { TerraformModule, type ModuleFile, type Resource } from './terraform-module.js';

/** A rule that looks at the resources of some types, each with the module that completes it. */
export interface TerraformRule extends Rule {
  /** Resource types; data sources with `data.` before them. */
  readonly resources: readonly string[];
  check(resource: Resource, module: TerraformModule): Iterable<Hit>;
}

/** Files of one folder beyond this number are not read; real modules have at most some dozens. */
const maxFiles = 300;

/** Terraform and OpenTofu: the files of a folder are one module, and are judged as one. */
export function terraform(
  parsers: Parsers,
  rules: readonly TerraformRule[],
  resourceRules: readonly ResourceRule[],
): Format {
  const loadModule = createModuleLoader(parsers);
  const byType = rulesByType(rules);
  const byItemType = rulesByType(resourceRules);

  return {
    rules: [...rules, ...resourceRules],
    wants: (path) => isConfiguration(path) && !path.includes('.terraform/'),
    async judge(file, side, context) {
      const parsed = await parsers.parse('terraform', file.text);
      const fault = 'unparsed' in parsed ? parsed.unparsed : parsed.error;
      if (fault) {
        const line = new LineTable(file.text).lineOf(fault.offset);
        context.report({ kind: 'incomplete', path: file.path, line, message: fault.message });
      }
      if ('unparsed' in parsed) return [];
      const module = await loadModule(file, side, context);
      const estate = estateOf(module);
      const judged = module.resources
        .filter((resource) => resource.file === file.path)
        .flatMap((resource): Judged[] => {
          const type = resource.kind === 'data' ? `data.${resource.type}` : resource.type;
          const hits: Judged[] = (byType.get(type) ?? []).flatMap((rule) =>
            Array.from(rule.check(resource, module), (hit) => ({ rule, hit })),
          );
          const itemRules = byItemType.get(type);
          if (!itemRules) return hits;
          const item = itemResource(resource);
          return hits.concat(
            itemRules.flatMap((rule) => Array.from(rule.check(item, estate), (hit) => ({ rule, hit }))),
          );
        });
      judged.push(...judgeCalls(module, file.path, byItemType));
      if (module.budget.spent)
        context.report({
          kind: 'incomplete',
          path: file.path,
          message: 'The values of this module take too long to work out, so some are taken as unknown.',
        });
      return judged;
    },
  };
}

/** The inputs of known modules of the registry; what one leaves out is not judged. */
function judgeCalls(
  module: TerraformModule,
  path: string,
  byType: ReadonlyMap<string, readonly ResourceRule[]>,
): Judged[] {
  const estate = estateOf(module);
  return module.calls
    .filter((call) => call.file === path)
    .flatMap((call) => resourcesOfCall(call))
    .flatMap((resource) =>
      (byType.get(resource.type) ?? []).flatMap((rule) =>
        Array.from(rule.check(resource, estate), (hit) => ({ rule, hit })),
      ),
    )
    .filter(({ hit }) => !module.calls.some(({ section }) => section.header.start === hit.span.start));
}

function isConfiguration(path: string): boolean {
  return /\.(?:tf|tofu)$/.test(path);
}

/** The files of variable values that Terraform reads without being told. */
function isSettings(path: string): boolean {
  return /(?:^|\/)terraform\.tfvars$|\.auto\.tfvars$/.test(path);
}

type ModuleLoader = (file: FileText, side: Side, context: Context) => Promise<TerraformModule>;

/**
 * A module is read once for all of its files, as long as the source gives the same list of paths. One that does not
 * costs more reads, and no wrong answer: texts are compared.
 */
function createModuleLoader(parsers: Parsers): ModuleLoader {
  const sides = new WeakMap<readonly string[], Folders>();
  return async (file, side, context) => {
    const paths = await context.list();
    let folders = sides.get(paths);
    if (!folders) sides.set(paths, (folders = { paths: groupByFolder(paths), loaded: new Map() }));
    const folder = folderOf(file.path);
    const key = `${side}:${folder}`;
    const known = folders.loaded.get(key);
    if (known && (await known).texts.get(file.path) === file.text) return (await known).module;
    const fresh = load(file, folders.paths.get(folder) ?? [], parsers, context);
    folders.loaded.set(key, fresh);
    return (await fresh).module;
  };
}

interface Folders {
  /** The Terraform files of each folder. */
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly loaded: Map<string, Promise<Loaded>>;
}

interface Loaded {
  readonly module: TerraformModule;
  readonly texts: ReadonlyMap<string, string>;
}

async function load(
  file: FileText,
  paths: readonly string[],
  parsers: Parsers,
  context: Context,
): Promise<Loaded> {
  const wanted = paths.filter((path) => path !== file.path);
  const texts = new Map([[file.path, file.text]]);
  let whole = wanted.length <= maxFiles;
  const files: ModuleFile[] = [];
  const settings: ModuleFile[] = [];
  for (const path of [file.path, ...wanted.slice(0, maxFiles)].sort()) {
    const text = texts.get(path) ?? (await context.read(path));
    if (text !== undefined) texts.set(path, text);
    const syntax = text === undefined ? undefined : await parsers.parse('terraform', text);
    if (!syntax || 'unparsed' in syntax || syntax.error) whole = false;
    if (!syntax || 'unparsed' in syntax) continue;
    (isSettings(path) ? settings : files).push({ path, syntax });
  }
  return { module: new TerraformModule(files, settings, whole), texts };
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

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

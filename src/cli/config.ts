import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCustomRules } from '../analyzers/custom/analyzer.js';
import { createAnalyzers } from '../analyzers/index.js';
import { openFolder } from '../git/folder.js';
import { ConfigError } from '../config/error.js';
import { type ConfigFile, loadConfig, type LoadedConfig, parseConfig } from '../config/load.js';
import { loadRules } from '../config/rules/load.js';
import { configPath } from '../config/schema.js';
import { effectiveSettings, precedence, renderEffective } from '../config/show.js';
import type { FileContent, Source } from '../model/change.js';
import { decodeContent } from '../model/content.js';
import type { Problem } from '../model/problem.js';
import { namesOf } from '../model/rule.js';
import { showControls } from '../reporters/controls.js';
import { kindOf, say, write } from './output.js';

/** Says what is wrong with a configuration, and whether anything is. `path` is a folder or a file. */
export async function checkConfig(path: string): Promise<boolean> {
  const file = await fileAt(path);
  if ((await kindOf(file)) === 'absent') {
    await write(`There is no ${file}; the defaults are used.\n`);
    return true;
  }
  const { problems } = (await kindOf(path)) === 'folder' ? await checkFolder(path) : await checkFile(file);
  for (const problem of problems) await write(`${tell(problem, file)}\n`);
  if (problems.length === 0) await write(`${file} is valid.\n`);
  return problems.length === 0;
}

async function checkFile(file: string): Promise<{ problems: readonly Problem[] }> {
  const content = await readContent(file);
  // In a configuration `rules` is a mapping.
  if (content.kind === 'text' && /^rules:\s*(?:#.*)?\n(?:\s*#.*\n)*\s*- /m.test(content.text)) {
    const loaded = loadRules([{ path: file, content }], knownRules().knownRuleIds);
    const { analyzer, problems } = await openCustomRules(loaded.rules, true);
    await analyzer.close?.();
    return { problems: [...loaded.problems, ...problems] };
  }
  const { knownRuleIds, flowRuleIds } = knownRules();
  return parseConfig(await readFile(file, 'utf8'), file, knownRuleIds, flowRuleIds);
}

/** With the rules of the repository's own, which the configuration may name. */
async function checkFolder(folder: string): Promise<{ problems: readonly Problem[] }> {
  const source = await openFolder(folder);
  try {
    const loaded = await loadConfig(source, 'head', knownRules());
    if (loaded.customRules.length === 0) return loaded;
    const { analyzer, problems } = await openCustomRules(loaded.customRules, loaded.areRulesWhole);
    await analyzer.close?.();
    return { problems: [...loaded.problems, ...problems] };
  } finally {
    await source.close();
  }
}

export interface ShowOptions {
  readonly format: string;
  /** Files in place of what the command line cannot read: the organization's, and that of the repository which is extended. */
  readonly organization?: string;
  readonly extended?: string;
}

/** Prints the effective configuration with the origin of each setting; false where a file has errors and so no part in it. */
export async function showConfig(path: string, options: ShowOptions): Promise<boolean> {
  const loaded = await loadWith(await fileAt(path), options);
  const settings = effectiveSettings(loaded);
  await write(
    options.format === 'json'
      ? `${JSON.stringify({ precedence, settings, problems: loaded.problems }, undefined, 2)}\n`
      : showControlsIn(renderEffective(settings)),
  );
  for (const problem of loaded.problems) say(tell(problem, path));
  return loaded.problems.every((problem) => problem.kind !== 'configuration');
}

async function loadWith(file: string, { organization, extended }: ShowOptions): Promise<LoadedConfig> {
  const readGiven = async (given: string): Promise<ConfigFile> => {
    const content = await readContent(given);
    if (content.kind === 'absent') throw new ConfigError(`There is no file ${given}.`);
    return { path: given, content };
  };
  const own = await readContent(file);
  const source: Source = { files: async () => [], read: async () => own, list: async () => [] };
  return loadConfig(source, 'head', {
    ...knownRules(),
    // The effective settings do not depend on what the rules say.
    withoutRules: true,
    ...(organization !== undefined && { organization: await readGiven(organization) }),
    readExtended: async () => (extended === undefined ? undefined : readGiven(extended)),
  });
}

async function readContent(file: string): Promise<FileContent> {
  return (await kindOf(file)) === 'file' ? decodeContent(await readFile(file)) : { kind: 'absent' };
}

/** The configuration of a folder, or the file itself. */
async function fileAt(path: string): Promise<string> {
  const kind = await kindOf(path);
  if (kind === 'absent') throw new ConfigError(`There is no file or folder ${path}.`);
  return kind === 'file' ? path : join(path, configPath);
}

function knownRules(): ReturnType<typeof namesOf> {
  return namesOf(createAnalyzers().flatMap((analyzer) => analyzer.rules));
}

function tell({ path, line, message }: Problem, fallback: string): string {
  return `${path ?? fallback}${line === undefined ? '' : `:${line}`}: ${showControls(message)}`;
}

function showControlsIn(text: string): string {
  return text.split('\n').map(showControls).join('\n');
}

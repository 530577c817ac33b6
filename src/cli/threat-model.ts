import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config/error.js';
import { defaultConfig } from '../config/schema.js';
import { loadConfig } from '../config/load.js';
import { openFolder } from '../git/folder.js';
import { findTop } from '../git/repository.js';
import type { Analyzer } from '../model/analyzer.js';
import type { Source } from '../model/change.js';
import type { EntryPoint } from '../model/entry-point.js';
import { draftModel } from '../threat-model/draft.js';
import { createAnalyzers } from '../analyzers/index.js';
import { decodeContent } from '../model/content.js';
import type { Problem } from '../model/problem.js';
import { namesOf } from '../model/rule.js';
import { escapeJsonControls, showControls } from '../reporters/controls.js';
import { checkThreatModel, type Gap } from '../threat-model/check.js';
import { loadThreatModel, usualPaths } from '../threat-model/find.js';
import { readThreatModel } from '../threat-model/read.js';
import { checkToJson, renderCheck } from '../threat-model/render-check.js';
import type { ThreatModel } from '../threat-model/threat-model.js';
import { kindOf, say, write } from './output.js';

export interface CheckOptions {
  readonly format: string;
}

/**
 * Prints what a threat model answers and what is missing in it; false where something is. `path` is the model, or a
 * folder with one. Throws a ConfigError where there is none or it cannot be read.
 */
export async function checkModel(path: string, { format }: CheckOptions): Promise<boolean> {
  const kind = await kindOf(path);
  if (kind === 'absent') throw new ConfigError(`There is no file or folder ${path}.`);
  const today = new Date().toISOString().slice(0, 10);
  const { model, gaps } = kind === 'file' ? await checkFile(path, today) : await checkFolder(path, today);
  await write(
    format === 'json'
      ? `${escapeJsonControls(JSON.stringify(checkToJson(model, gaps), undefined, 2))}\n`
      : `${renderCheck(model, gaps).map(showControls).join('\n')}\n`,
  );
  return gaps.length === 0;
}

interface Checked {
  readonly model: ThreatModel;
  readonly gaps: readonly Gap[];
}

/** A file by itself: its globs are not checked, and its age by the default. */
async function checkFile(path: string, today: string): Promise<Checked> {
  const content = decodeContent(await readFile(path));
  if (content.kind !== 'text') throw new ConfigError(`${path}: The threat model is no text file.`);
  const read = readThreatModel(content.text, path);
  if ('errors' in read)
    throw new ConfigError(read.errors.map(({ message, line }) => `${path}:${line}: ${message}`).join('\n'));
  const { 'threat-model': settings } = defaultConfig;
  return { model: read.model, gaps: checkThreatModel(read.model, { today, maxAge: settings['max-age'] }) };
}

async function checkFolder(path: string, today: string): Promise<Checked> {
  const source = await openFolder(path);
  try {
    const { config } = await loadConfig(source, 'head', knownRules());
    const { model, problems } = await loadThreatModel(source, 'head', config['threat-model']);
    if (problems.length > 0) throw new ConfigError(problems.map(tell).join('\n'));
    if (!model)
      throw new ConfigError(
        `There is no threat model at ${path}; looked for ${usualPaths.join(', ')}. See: scrutineer threat-model init`,
      );
    const paths = await source.list('head');
    const maxAge = config['threat-model']['max-age'];
    return { model, gaps: checkThreatModel(model, { today, maxAge, paths }) };
  } finally {
    await source.close();
  }
}

function tell({ path, line, message }: Problem): string {
  return `${path ?? ''}${line === undefined ? '' : `:${line}`}: ${message}`;
}

/** Drafts a model from what a repository shows and writes it, where there is none yet; never over a file. */
export async function initModel(path: string): Promise<void> {
  if ((await kindOf(path)) !== 'folder') throw new ConfigError(`There is no folder ${path}.`);
  const root = (await findTop(path)) ?? path;
  const source = await openFolder(root);
  const analyzers = createAnalyzers();
  try {
    const { config } = await loadConfig(source, 'head', knownRules());
    const settings = config['threat-model'];
    const there = await loadThreatModel(source, 'head', { ...settings, path: '' });
    const wanted = settings.path === '' ? defaultPath : settings.path;
    if (there.path !== undefined) throw new ConfigError(`There is a threat model already: ${there.path}.`);
    const paths = await source.list('head');
    const draft = draftModel({
      name: basename(resolve(root)),
      entryPoints: await findWays(source, paths, analyzers),
      packages: await findPackages(source, paths),
    });
    const file = join(root, wanted);
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(file, draft, { flag: 'wx' });
    } catch (error) {
      throw new ConfigError(
        `${file} could not be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`,
      );
    }
    await write(`${file} is a draft; complete it, and see what is missing: scrutineer threat-model check\n`);
  } finally {
    await source.close();
    for (const analyzer of analyzers) await analyzer.close?.();
  }
}

const defaultPath = '.github/threat-model.yaml';

async function findWays(
  source: Source,
  paths: readonly string[],
  analyzers: readonly Analyzer[],
): Promise<readonly EntryPoint[]> {
  const found: EntryPoint[] = [];
  const view = {
    read: async (path: string) => {
      const content = await source.read(path, 'head');
      return content.kind === 'text' ? content.text : undefined;
    },
    list: async () => paths,
  };
  for (const path of paths) {
    const asked = analyzers.filter((analyzer) => analyzer.entryPoints && analyzer.wants(path));
    const text = asked.length === 0 ? undefined : await view.read(path);
    if (text === undefined) continue;
    for (const analyzer of asked)
      try {
        found.push(...((await analyzer.entryPoints?.({ path, text }, view)) ?? []));
      } catch (error) {
        say(`${path} was not looked at: ${error instanceof Error ? error.message : String(error)}`);
      }
  }
  return found;
}

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.unknown()).optional() });

/** What each `package.json` asks for at run time, by its folder. */
async function findPackages(
  source: Source,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const path of paths.filter(
    (one) => /(?:^|\/)package\.json$/.test(one) && !one.includes('node_modules/'),
  )) {
    const content = await source.read(path, 'head');
    if (content.kind !== 'text') continue;
    const manifest = manifestSchema.safeParse(parseObject(content.text));
    const folder = dirname(path);
    if (manifest.success)
      found.set(folder === '.' ? '' : folder, Object.keys(manifest.data.dependencies ?? {}).sort());
  }
  return found;
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A manifest that is none tells of no packages.
    return undefined;
  }
}

function knownRules(): ReturnType<typeof namesOf> {
  return namesOf(createAnalyzers().flatMap((analyzer) => analyzer.rules));
}

import type { FileContent, Side, Source } from '../model/change.js';
import type { Problem } from '../model/problem.js';
import type { Config } from '../config/schema.js';
import { readThreatModel } from './read.js';
import type { ThreatModel } from './threat-model.js';

/** Where a model is looked for when the configuration does not say where it is; the first that is there counts. */
export const usualPaths: readonly string[] = ['.github/', ''].flatMap((folder) =>
  ['yaml', 'yml', 'json', 'otm'].map((ending) => `${folder}threat-model.${ending}`),
);

export interface LoadedModel {
  /** Where it is, or was looked for; absent where there is none. */
  readonly path?: string;
  readonly model?: ThreatModel;
  /** Why it cannot be used, with lines; notices, since a review is whole without a model. */
  readonly problems: readonly Problem[];
}

/** Reads the threat model of one side. */
export async function loadThreatModel(
  source: Pick<Source, 'read'>,
  side: Side,
  { path: configured }: Config['threat-model'],
): Promise<LoadedModel> {
  for (const path of configured === '' ? usualPaths : [configured]) {
    const content = await readSafely(source, path, side);
    if (content.kind === 'absent') continue;
    if (content.kind !== 'text') return { path, problems: [notice(path, unreadable(content))] };
    const read = readThreatModel(content.text, path);
    if ('model' in read) return { path, model: read.model, problems: [] };
    return {
      path,
      problems: read.errors.slice(0, maxErrors).map(({ message, line }) => notice(path, message, line)),
    };
  }
  if (configured === '') return { problems: [] };
  const message = 'The configuration names this threat model, and there is no such file.';
  return { path: configured, problems: [notice(configured, message)] };
}

/** More than these say nothing new. */
const maxErrors = 10;

async function readSafely(source: Pick<Source, 'read'>, path: string, side: Side): Promise<FileContent> {
  try {
    return await source.read(path, side);
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

function unreadable(content: Exclude<FileContent, { kind: 'text' }>): string {
  return content.kind === 'unreadable'
    ? `The threat model could not be read: ${content.reason}`
    : 'The threat model is no text file.';
}

function notice(path: string, message: string, line?: number): Problem {
  return { kind: 'notice', path, message, ...(line !== undefined && { line }) };
}

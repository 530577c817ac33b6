import type { Config } from '../config/schema.js';
import type { ChangedFile, Source } from '../model/change.js';
import type { EntryPoint } from '../model/entry-point.js';
import type { Problem } from '../model/problem.js';
import type { ThreatModelStatements, ThreatStatement } from '../model/threat-statement.js';
import { inOrder, tellChange } from './change.js';
import { checkThreatModel } from './check.js';
import { loadThreatModel } from './find.js';
import { readThreatModel } from './read.js';
import type { ThreatModel } from './threat-model.js';

/** The model that counts in a review. */
export interface ReviewedModel {
  readonly model?: ThreatModel;
  readonly problems: readonly Problem[];
}

/** Loads the model of the base side; of an audit, which has no base side, the one that is there. */
export async function openThreatModel(
  source: Source,
  config: Config,
  isAudit: boolean,
): Promise<ReviewedModel> {
  return loadThreatModel(source, isAudit ? 'head' : 'base', config['threat-model']);
}

export interface TellOptions {
  readonly config: Config;
  readonly today: string;
  readonly isAudit: boolean;
  /** Finds the ways in of one side of the changed files. Asked only where there is a model. */
  readonly findEntryPoints: (side: 'base' | 'head') => Promise<readonly EntryPoint[]>;
}

/** What the model says of a change; undefined where there is none, or nothing to say. */
export async function tellThreatModel(
  { model }: ReviewedModel,
  source: Source,
  files: readonly ChangedFile[],
  { config, today, isAudit, findEntryPoints }: TellOptions,
): Promise<ThreatModelStatements | undefined> {
  const maxAge = config['threat-model']['max-age'];
  const proposed = isAudit ? undefined : await findProposed(source, config, files);
  const told = model
    ? tellChange(model, files, {
        today,
        maxAge,
        isAudit,
        entryPoints: {
          base: isAudit ? [] : await findEntryPoints('base'),
          head: await findEntryPoints('head'),
        },
      })
    : [];
  const gaps = proposed === undefined ? [] : await tellProposed(source, proposed, today);
  const statements = inOrder([...told, ...gaps]);
  const path = model?.path ?? proposed;
  return statements.length === 0 || path === undefined ? undefined : { path, statements };
}

/** The path of a model that the change adds or edits. */
async function findProposed(
  source: Source,
  config: Config,
  files: readonly ChangedFile[],
): Promise<string | undefined> {
  const there = await loadThreatModel(
    {
      read: async (path) =>
        files.some((file) => file.path === path && file.status !== 'removed')
          ? source.read(path, 'head')
          : { kind: 'absent' },
    },
    'head',
    config['threat-model'],
  );
  return files.some((file) => file.path === there.path && file.status !== 'removed') ? there.path : undefined;
}

/** What is missing in the head side's model, with its lines: information, since the base side's counts. */
async function tellProposed(source: Source, path: string, today: string): Promise<ThreatStatement[]> {
  const content = await source.read(path, 'head');
  const read = content.kind === 'text' ? readThreatModel(content.text, path) : { errors: [] };
  const found =
    'model' in read
      ? // Of its age the review tells anyhow.
        checkThreatModel(read.model, { today, maxAge: 0, paths: await source.list('head') })
      : read.errors;
  const [cut] = found.slice(maxGaps, maxGaps + 1);
  return [
    ...found.slice(0, maxGaps).map(({ message, line }) => ({ kind: 'gap' as const, message, path, line })),
    ...(cut
      ? [
          {
            kind: 'gap' as const,
            message: `There are ${found.length - maxGaps} more; \`scrutineer threat-model check\` lists all.`,
            path,
          },
        ]
      : []),
  ];
}

const maxGaps = 25;

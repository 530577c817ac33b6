import { isCollection, isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { FileContent, Side, Source } from '../model/change.js';
import type { Problem } from '../model/problem.js';
import { explainIssue, type Trouble } from './explain.js';
import { suggest } from './nearest.js';
import { type Config, configPath, configSchema, defaultConfig } from './schema.js';

export interface LoadedConfig {
  readonly config: Config;
  /** Where there is any of kind `configuration`, `config` is the default one. */
  readonly problems: readonly Problem[];
}

/** Reads the configuration of one side, and says so where a change edits it: only the base side configures a review. */
export async function loadConfig(
  source: Source,
  side: Side,
  knownRuleIds: readonly string[],
): Promise<LoadedConfig> {
  const content = await source.read(configPath, side);
  const loaded = fromContent(content, knownRuleIds);
  if (side === 'head' || !(await isEdited(source))) return loaded;
  const message =
    content.kind === 'absent'
      ? 'This change adds the configuration; it counts once it is on the base branch. Defaults were used.'
      : 'This change edits the configuration; the version of the base branch was used.';
  return { ...loaded, problems: [...loaded.problems, { kind: 'notice', message, path: configPath }] };
}

async function isEdited(source: Source): Promise<boolean> {
  const files = await source.files();
  return files.some((file) => file.path === configPath || file.previousPath === configPath);
}

function fromContent(content: FileContent, knownRuleIds: readonly string[]): LoadedConfig {
  if (content.kind === 'absent') return { config: defaultConfig, problems: [] };
  if (content.kind === 'text') return parseConfig(content.text, configPath, knownRuleIds);
  const why = content.kind === 'unreadable' ? content.reason : `it is not a text file but: ${content.kind}.`;
  return failed(configPath, [{ message: `The configuration could not be read: ${why}` }]);
}

/** Parses a configuration. With any error the defaults are used, and each error is a problem with its line. */
export function parseConfig(text: string, path: string, knownRuleIds: readonly string[]): LoadedConfig {
  if (text.length > maxLength)
    return failed(path, [{ message: `The configuration is longer than ${maxLength} characters.` }]);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false });
    const syntax = [...document.errors, ...document.warnings].map((error) => ({
      message: `Not valid YAML: ${sentence(error.message)}`,
      line: lines.linePos(error.pos[0]).line,
    }));
    if (syntax.length > 0) return failed(path, syntax);
    return fromDocument(document, path, knownRuleIds, lines);
  } catch (error) {
    if (error instanceof RangeError)
      return failed(path, [{ message: 'The configuration is nested too deep.' }]);
    if (error instanceof ReferenceError)
      return failed(path, [{ message: 'The configuration expands too many YAML aliases.' }]);
    throw error;
  }
}

/** Far above any real configuration; bounds the parser's work. */
const maxLength = 200_000;

/** Expansions of YAML aliases: a few anchors are fine, a bomb of them is not. */
const maxAliases = 100;

function fromDocument(
  document: Document,
  path: string,
  knownRuleIds: readonly string[],
  lines: LineCounter,
): LoadedConfig {
  const value: unknown = document.toJS({ maxAliasCount: maxAliases }) ?? {};
  const parsed = configSchema.safeParse(value);
  const troubles = parsed.success
    ? unknownRules(value as Config, parsed.data, knownRuleIds)
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, value));
  if (parsed.success && troubles.length === 0) return { config: parsed.data, problems: [] };
  return failed(
    path,
    troubles.map((trouble) => {
      const line = findLine(document, trouble, lines);
      return { message: trouble.message, ...(line !== undefined && { line }) };
    }),
  );
}

/** The keys are those that were written: zod drops a `__proto__`. */
function unknownRules(written: Partial<Config>, config: Config, known: readonly string[]): Trouble[] {
  const troubleOf = (id: string, path: Trouble['path'], isKey: boolean): Trouble[] =>
    known.includes(id)
      ? []
      : [{ path, isKey, message: `There is no rule \`${shorten(id)}\`${suggest(id, known) || '.'}` }];
  return [
    ...Object.keys(written.rules ?? {}).flatMap((id) => troubleOf(id, ['rules', id], true)),
    ...config.ignore.flatMap((entry, at) =>
      (entry.rules ?? []).flatMap((id, index) => troubleOf(id, ['ignore', at, 'rules', index], false)),
    ),
  ];
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** The line of a key or a value, or of the nearest thing around it that has one. */
function findLine(document: Document, trouble: Trouble, lines: LineCounter): number | undefined {
  for (let length = trouble.path.length; length >= 0; length--) {
    const path = trouble.path.slice(0, length);
    const isKey = trouble.isKey || length < trouble.path.length;
    const node = (isKey && findKey(document, path)) || document.getIn(path, true);
    if ((isScalar(node) || isCollection(node)) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

function findKey(document: Document, path: readonly PropertyKey[]): unknown {
  const parent = document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  return parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === path.at(-1))?.key;
}

function failed(path: string, errors: readonly { message: string; line?: number }[]): LoadedConfig {
  return {
    config: defaultConfig,
    problems: errors.map((error) => ({ kind: 'configuration', path, ...error })),
  };
}

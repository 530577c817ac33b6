import { isCollection, isMap, isScalar, LineCounter, parseDocument, Parser, type Document } from 'yaml';
import { nestsDeeper } from '../model/nesting.js';
import type { Problem } from '../model/problem.js';
import { explainIssue, type Trouble } from './explain.js';
import { suggest } from './nearest.js';
import { type Config, configSchema } from './schema.js';
import { addedKeys, explainLock, valueAt } from './settings.js';

/** One valid configuration file. */
export interface Layer {
  /** For a person: where it stands. */
  readonly path: string;
  /** With defaults for what is not written. */
  readonly config: Config;
  /** Whether something is written, by its keys from the root. */
  has(path: readonly PropertyKey[]): boolean;
  /** The line of a key or a list's entry, or of the nearest thing around it that has one. From 1. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

export interface ParsedLayer {
  /** Absent with any problem. */
  readonly layer?: Layer;
  /** Of kind `configuration`, each with its line where it has one. */
  readonly problems: readonly Problem[];
}

/** The rules that a configuration may name. */
export interface KnownRules {
  readonly knownRuleIds: readonly string[];
  /** Those that follow data; all without it. */
  readonly flowRuleIds?: readonly string[];
}

/** Parses one configuration file. It counts as a whole or not at all. */
export function parseLayer(text: string, path: string, known: KnownRules): ParsedLayer {
  if (text.length > maxLength)
    return failed(path, [{ message: `The configuration is longer than ${maxLength} characters.` }]);
  if (nestsDeeper(new Parser().parse(text), maxNesting))
    return failed(path, [{ message: 'The configuration is nested too deep.' }]);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false });
    const syntax = [...document.errors, ...document.warnings].map((error) => ({
      message: `Not valid YAML: ${sentence(error.message)}`,
      line: lines.linePos(error.pos[0]).line,
    }));
    if (syntax.length > 0) return failed(path, syntax);
    return fromDocument(document, path, known, lines);
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
const maxNesting = 100;

/** Expansions of YAML aliases: a few anchors are fine, a bomb of them is not. */
const maxAliases = 100;

function fromDocument(document: Document, path: string, known: KnownRules, lines: LineCounter): ParsedLayer {
  const value: unknown = document.toJS({ maxAliasCount: maxAliases }) ?? {};
  const parsed = configSchema.safeParse(value);
  const troubles = parsed.success
    ? unknownNames(value as Config, parsed.data, known)
    : parsed.error.issues.flatMap((issue) => explainIssue(issue, value, configSchema, 'The configuration'));
  if (parsed.success && troubles.length === 0) {
    const { data: config } = parsed;
    const has: Layer['has'] = (keys) => valueAt(value, keys) !== undefined;
    const lineOf: Layer['lineOf'] = (keys) =>
      findLine(document, { path: keys, isKey: typeof keys.at(-1) === 'string' }, lines);
    return { layer: { path, config, has, lineOf }, problems: [] };
  }
  return failed(
    path,
    troubles.map((trouble) => {
      const line = findLine(document, trouble, lines);
      return { message: trouble.message, ...(line !== undefined && { line }) };
    }),
  );
}

/** The keys are those that were written: zod drops a `__proto__`. */
function unknownNames(
  written: Partial<Config>,
  config: Config,
  { knownRuleIds: known, flowRuleIds = known }: KnownRules,
): Trouble[] {
  const troubleOf = (id: string, path: Trouble['path'], isKey: boolean): Trouble[] =>
    known.includes(id)
      ? []
      : [{ path, isKey, message: `There is no rule \`${shorten(id)}\`${suggest(id, known) || '.'}` }];
  return [
    ...Object.keys(written.rules ?? {}).flatMap((id) => troubleOf(id, ['rules', id], true)),
    ...config.ignore.flatMap((entry, at) =>
      (entry.rules ?? []).flatMap((id, index) => troubleOf(id, ['ignore', at, 'rules', index], false)),
    ),
    ...config.policies.flatMap((policy, at) => [
      ...policy.rules.flatMap((id, index) => troubleOf(id, ['policies', at, 'rules', index], false)),
      ...policyTroubles(config.policies, at),
    ]),
    ...addedKeys.flatMap((key) =>
      config[key].flatMap((entry, at) =>
        ('for' in entry ? (entry.for ?? []) : []).flatMap((id, index): Trouble[] => {
          const path = [key, at, 'for', index];
          if (!known.includes(id) || flowRuleIds.includes(id)) return troubleOf(id, path, false);
          const message = `The rule \`${shorten(id)}\` follows no data, so \`${key}\` mean nothing to it.`;
          return [{ path, isKey: false, message }];
        }),
      ),
    ),
    ...config.lock.flatMap((entry, at) => {
      const message = explainLock(entry, known);
      return message === undefined ? [] : [{ path: ['lock', at], isKey: false, message }];
    }),
  ];
}

/** A policy without rules would always be met, and of two with one name nobody could tell which is. */
function policyTroubles(policies: Config['policies'], at: number): Trouble[] {
  const policy = policies[at];
  if (!policy) return [];
  const name = shorten(policy.name);
  const troubleOf = (message: string): Trouble => ({ path: ['policies', at], isKey: false, message });
  const { rules, cwe, owasp, analyzers } = policy;
  return [
    ...(rules.length + cwe.length + owasp.length + analyzers.length === 0
      ? [troubleOf(`The policy \`${name}\` names no \`rules\`, \`cwe\`, \`owasp\` or \`analyzers\`.`)]
      : []),
    ...(policies.findIndex((other) => other.name === policy.name) < at
      ? [troubleOf(`There are two policies with the name \`${name}\`.`)]
      : []),
  ];
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** The line of a key or a value, or of the nearest thing around it that has one. From 1. */
export function findLine(
  document: Document,
  trouble: Pick<Trouble, 'path' | 'isKey'>,
  lines: LineCounter,
): number | undefined {
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

function failed(path: string, errors: readonly { message: string; line?: number }[]): ParsedLayer {
  return { problems: errors.map((error) => ({ kind: 'configuration', path, ...error })) };
}

import { isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { FileContent, Side, Source } from '../../model/change.js';
import type { OfferedRule } from '../../model/custom-rule.js';
import type { Problem } from '../../model/problem.js';
import { matchesAny } from '../glob.js';
import { parseRuleFile } from './rule-file.js';

/** Rules of a repository's own, and what is wrong with their files. */
export interface LoadedRules {
  readonly rules: readonly OfferedRule[];
  readonly problems: readonly Problem[];
}

/** Files of rules that are read for one review. */
const maxFiles = 200;

/** A file of rules, as it was read. */
export interface RuleFileContent {
  /** For a person: where it stands. */
  readonly path: string;
  readonly content: FileContent;
}

/** Reads the files of rules that globs name on one side of a repository. */
export async function readRuleFiles(
  source: Source,
  side: Side,
  globs: readonly string[],
): Promise<RuleFileContent[]> {
  if (globs.length === 0) return [];
  const paths = (await source.list(side)).filter((path) => matchesAny(globs, path)).slice(0, maxFiles + 1);
  return Promise.all(paths.map(async (path) => ({ path, content: await source.read(path, side) })));
}

/**
 * Takes the rules out of files. A rule that cannot be read whole is left out and told of; so is one with the id of another,
 * since findings, settings and comments go by it.
 */
export function loadRules(files: readonly RuleFileContent[], knownRuleIds: readonly string[]): LoadedRules {
  const rules: OfferedRule[] = [];
  const problems: Problem[] = [];
  const known = new Set(knownRuleIds);
  const tell = (path: string, message: string, line?: number): void => {
    problems.push({ kind: 'configuration', path, message, ...(line !== undefined && { line }) });
  };
  for (const { path, content } of files.slice(0, maxFiles)) {
    if (content.kind !== 'text') {
      const why = content.kind === 'unreadable' ? `: ${content.reason}` : ' as text.';
      tell(path, `The file of rules could not be read${why}`);
      continue;
    }
    const file = parseRuleFile(content.text, path);
    for (const { message, line } of file.problems) tell(path, message, line);
    for (const rule of file.rules) {
      if (known.has(rule.id)) {
        tell(path, `There is a rule \`${rule.id}\` already; this one is left out.`, rule.line);
        continue;
      }
      known.add(rule.id);
      const { include, exclude } = rule.paths;
      rules.push({
        rule,
        covers: (one) => (include.length === 0 || matchesAny(include, one)) && !matchesAny(exclude, one),
      });
    }
  }
  const [next] = files.slice(maxFiles);
  if (next)
    tell(next.path, `Only ${maxFiles} files of rules are read; this and those after it are left out.`);
  return { rules, problems };
}

/**
 * What a configuration says under `rules-from`, read before the rest: the rest may name rules that are in these files.
 * What is wrong with the text is told when it is read as a whole.
 */
export function readRulesFrom(text: string): string[] {
  const { contents } = parseDocument(text, { schema: 'core', prettyErrors: false });
  const list = isMap(contents) ? contents.get('rules-from', true) : undefined;
  if (!isSeq(list)) return [];
  return list.items.flatMap((item) => (isScalar(item) && typeof item.value === 'string' ? [item.value] : []));
}

/** The rules that a configuration names, for who has no files of rules at hand and takes its word. */
export function readNamedRules(text: string): string[] {
  const document = parseDocument(text, { schema: 'core', prettyErrors: false });
  const ids: string[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'rules') return;
      const entries = isMap(value) ? value.items.map((pair) => pair.key) : isSeq(value) ? value.items : [];
      for (const entry of entries)
        if (isScalar(entry) && typeof entry.value === 'string') ids.push(entry.value);
    },
  });
  return ids;
}

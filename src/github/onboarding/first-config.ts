import type { Analyzer, AnalyzerName } from '../../model/analyzer.js';
import type { Coverage } from '../../model/report.js';
import { plural } from '../severity-mark.js';

/** The files of a repository that each analyzer reads. */
export type Kinds = ReadonlyMap<AnalyzerName, readonly string[]>;

export function kindsOf(paths: readonly string[], analyzers: readonly Analyzer[]): Kinds {
  return new Map(analyzers.map((analyzer) => [analyzer.name, paths.filter((path) => analyzer.wants(path))]));
}

/** Of each kind. */
const mostNamed = 5;

/** One line for each kind of file: what is read, and as what. Names with unusual characters are counted, not written. */
export function describeKinds(kinds: Kinds): string[] {
  return [...kinds].flatMap(([name, paths]) => {
    if (paths.length === 0) return [];
    if (name === 'secrets') return [`secrets: ${plural(paths.length, 'text file')}`];
    const said = name === 'code' ? byEnding(paths) : named(paths);
    return [`${name}: ${said.join(', ')}`];
  });
}

/** What nobody here wrote by hand, as far as an audit saw it. It is reviewed all the same: it runs all the same. */
export function describeOrigins({ generated = 0, vendored = 0 }: Partial<Coverage> = {}): string[] {
  const by = 'by .gitattributes or convention, and reviewed as well';
  return [
    ...(generated > 0 ? [`generated: ${plural(generated, 'file')}, ${by}`] : []),
    ...(vendored > 0 ? [`vendored: ${plural(vendored, 'file')}, ${by}`] : []),
  ];
}

function byEnding(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const ending = /\.[a-z0-9]{1,10}$/i.exec(path)?.[0].toLowerCase() ?? 'others';
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostNamed);
  return sorted.map(([ending, count]) => `${count} ${ending}`);
}

function named(paths: readonly string[]): string[] {
  const plainly = paths.filter((path) => /^[\w@+][\w./@+-]{0,99}$/.test(path)).slice(0, mostNamed);
  const left = paths.length - plainly.length;
  return [...plainly, ...(left > 0 ? [`${left} more`] : [])];
}

/**
 * The configuration that a repository begins with: its values are the defaults, so that it changes nothing and says what
 * there is. `schema` is the address of the JSON schema for editors.
 */
export function renderFirstConfig(kinds: Kinds, schema: string, coverage?: Coverage): string {
  const found = [...describeKinds(kinds), ...describeOrigins(coverage)].map((line) => `#   ${line}`);
  return `# yaml-language-server: $schema=${schema}
# How Scrutineer reviews this repository. The file of the base branch counts, so that a change cannot configure its own review.
# All of it is optional; the values below are the defaults.
${found.length === 0 ? '' : `#\n# Found here, and read:\n${found.join('\n')}\n`}
report:
  # The least severity that gets a comment, and the least that fails the check: critical, high, medium, low; none fails nothing.
  comment-from: low
  fail-from: high

# What is not looked at, as globs. A folder ends with a slash.
# scope:
#   exclude: ['**/*.generated.ts']

# Another severity for a rule, or off.
# rules:
#   docker-root-user: low

# Findings that are accepted, always with a reason, best with an end.
# ignore:
#   - paths: ['scripts/']
#     rules: [command-injection]
#     reason: Developers run these by hand, with their own arguments.
#     until: 2030-06-30
`;
}

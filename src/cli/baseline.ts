import { openCustomRules } from '../analyzers/custom/analyzer.js';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createAnalyzers } from '../analyzers/index.js';
import { baselinePath, readBaseline, renderBaseline } from '../config/baseline.js';
import { ConfigError } from '../config/error.js';
import { loadConfig } from '../config/load.js';
import { openFolder } from '../git/folder.js';
import { findTop } from '../git/repository.js';
import type { Problem } from '../model/problem.js';
import { namesOf } from '../model/rule.js';
import { showControls } from '../reporters/controls.js';
import { createProgress } from '../reporters/terminal.js';
import { review, type SeenFile } from '../review.js';
import { extendBaseline, findStale } from '../triage/new-baseline.js';
import { loadAdvisories } from './advisories.js';
import { say, write } from './output.js';

export interface BaselineOptions {
  readonly reason: string;
  /** Entries that match nothing are taken out. */
  readonly prune?: boolean;
  readonly advisories?: string;
}

/**
 * Accepts all that an audit of a repository finds by now: adds it to the baseline, and tells of entries that match nothing.
 * False where part of it was not reviewed. Throws a ConfigError where configuration or baseline have errors.
 */
export async function updateBaseline(path: string, options: BaselineOptions): Promise<boolean> {
  const advisories = await loadAdvisories(options.advisories);
  const root = (await findTop(path)) ?? path;
  const source = await openFolder(root);
  const analyzers = createAnalyzers(advisories);
  const progress = createProgress(process.stderr, source.about);
  try {
    const known = namesOf(analyzers.flatMap((analyzer) => analyzer.rules));
    const { knownRuleIds } = known;
    const { config, problems, customRules, areRulesWhole } = await loadConfig(source, 'head', known);
    if (customRules.length > 0) {
      const custom = await openCustomRules(customRules, areRulesWhole);
      analyzers.push(custom.analyzer);
      requireValid(custom.problems);
      knownRuleIds.push(...custom.analyzer.rules.map((rule) => rule.id));
    }
    const { baseline, problems: faults } = readBaseline(await source.read(baselinePath, 'head'));
    requireValid([...problems, ...faults]);
    const seen = new Map<string, SeenFile>();
    const today = new Date().toISOString().slice(0, 10);
    const report = await review(source, {
      analyzers,
      config,
      baseline,
      isAudit: true,
      knownRuleIds,
      today,
      onFile: (file) => seen.set(file.path, file),
      onProgress: progress.update,
      onError: (error, about) => say(`${about}: ${error instanceof Error ? error.message : String(error)}`),
    });
    progress.clear();
    const present = new Set((await source.files()).map((file) => file.path));
    // Without advisories nobody looked for what they tell of.
    const unjudged = options.advisories === undefined ? 'dependencies' : undefined;
    const judged = new Set(
      analyzers.flatMap(({ name, rules }) => (name === unjudged ? [] : rules.map((rule) => rule.id))),
    );
    const stale = findStale(baseline, seen, present).filter(({ rule }) => judged.has(rule));
    const kept = new Map(baseline);
    if (options.prune) for (const { fingerprint } of stale) kept.delete(fingerprint);
    const date = today;
    const { entries, added } = extendBaseline(kept, report.findings, config, {
      reason: options.reason,
      date,
    });
    const file = join(root, baselinePath);
    if (added.length > 0 || kept.size < baseline.size) {
      await mkdir(dirname(file), { recursive: true });
      await write(renderBaseline(entries), file);
    }
    for (const { rule, path: at, date: since } of stale)
      await write(
        `${showControls(at)}: the entry for ${rule} of ${since} matches nothing any more${options.prune ? '; taken out' : ''}.\n`,
      );
    await write(
      `${file}: ${added.length} added, ${kept.size} kept${options.prune ? `, ${stale.length} taken out` : ''}.\n`,
    );
    const isWhole = report.problems.every((problem) => problem.kind !== 'incomplete');
    if (!isWhole) say('Part of the repository was not reviewed; see: scrutineer audit');
    return isWhole;
  } finally {
    progress.clear();
    await source.close();
    for (const analyzer of analyzers) await analyzer.close?.();
  }
}

function requireValid(problems: readonly Problem[]): void {
  const wrong = problems.find((problem) => problem.kind === 'configuration');
  if (!wrong) return;
  const line = wrong.line === undefined ? '' : `:${wrong.line}`;
  throw new ConfigError(`${wrong.path ?? ''}${line}: ${wrong.message}`);
}

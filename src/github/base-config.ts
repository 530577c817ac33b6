import { loadConfig, type LoadedForReview } from '../config/load.js';
import { configPath } from '../config/schema.js';
import type { Source } from '../model/change.js';
import type { Analyzer } from '../model/analyzer.js';
import type { Change } from './change.js';

/** Loads the configuration that a change is reviewed by. */
export function loadBaseConfig(
  change: Change,
  source: Source,
  analyzers: readonly Analyzer[],
): Promise<LoadedForReview> {
  const knownRuleIds = analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => rule.id));
  return loadConfig(withBaseConfig(source, change), 'base', { knownRuleIds });
}

/** The configuration stands on the tip of the base branch; the base side of the change is where the branch left it. */
function withBaseConfig(source: Source, change: Change): Source {
  return {
    ...source,
    read: (path, side) =>
      path === configPath && side === 'base' ? Promise.resolve(change.config) : source.read(path, side),
  };
}

/** For who wants the configuration alone. */
export const noSource: Source = {
  files: async () => [],
  read: async () => ({ kind: 'absent' }),
  list: async () => [],
};

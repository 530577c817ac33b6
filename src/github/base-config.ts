import { type Baseline, baselinePath, readBaseline } from '../config/baseline.js';
import { loadConfig } from '../config/load.js';
import { type Config, configPath } from '../config/schema.js';
import type { Source } from '../model/change.js';
import type { OfferedRule } from '../model/custom-rule.js';
import type { Problem } from '../model/problem.js';
import { namesOf } from '../model/rule.js';
import type { Annotation } from './annotations.js';
import type { Change } from './change.js';
import type { JobContext } from './context.js';
import { isOrganizationRepository, organizationOf, readOther } from './configuration-files.js';
import type { Octokit } from './octokit.js';
import { readOrganizationRules } from './organization-rules.js';

/** What a change is reviewed by, all of it from the base side. */
export interface BaseConfig {
  readonly config: Config;
  readonly baseline: Baseline;
  readonly problems: readonly Problem[];
  /** Rules of the repository's own. */
  readonly customRules: readonly OfferedRule[];
  /** Whether these are all that there should be. */
  readonly areRulesWhole: boolean;
  /** What the change would have instead, where it edits one of them and both are valid. */
  readonly proposed?: { readonly config: Config; readonly baseline: Baseline };
  /** What is wrong with the change's own versions, on their lines. */
  readonly annotations: readonly Annotation[];
}

/** Loads the configuration and the baseline that a change is reviewed by. */
export async function loadBaseConfig(
  octokit: Octokit,
  change: Change,
  source: Source,
  {
    analyzers,
    readElsewhere = async () => undefined,
    readRulesElsewhere = async () => undefined,
  }: Pick<JobContext, 'analyzers' | 'readElsewhere' | 'readRulesElsewhere'>,
): Promise<BaseConfig> {
  const loaded = await loadConfig(withBaseConfig(source, change), 'base', {
    ...namesOf(analyzers.flatMap((analyzer) => analyzer.rules)),
    owner: change.owner,
    organization: change.organization ?? (await readElsewhere(organizationOf(change))),
    isOrganization: isOrganizationRepository(change),
    readRules: async (repository, globs) =>
      (await readOrganizationRules(octokit, repository, globs)) ?? readRulesElsewhere(repository, globs),
    withoutRules: source === noSource,
    readExtended: async (repository) => (await readOther(octokit, repository)) ?? readElsewhere(repository),
  });
  const { config, problems, proposed } = loaded;
  const { baseline, problems: baselineProblems } = readBaseline(change.baseline);
  const edited = await loadProposedBaseline(source);
  const wrong = [...(proposed?.problems ?? []), ...(edited?.problems ?? [])];
  const isTried = (proposed ?? edited) && wrong.every((problem) => problem.kind === 'notice');
  const proposedConfig = proposed ? proposed.config : config;
  return {
    config,
    baseline,
    customRules: loaded.customRules,
    areRulesWhole: loaded.areRulesWhole,
    problems: [...problems, ...baselineProblems, ...(edited?.notices ?? [])],
    ...(isTried &&
      proposedConfig && { proposed: { config: proposedConfig, baseline: edited?.baseline ?? baseline } }),
    annotations: wrong.map(toConfigAnnotation),
  };
}

async function loadProposedBaseline(
  source: Source,
): Promise<{ baseline: Baseline; problems: readonly Problem[]; notices: readonly Problem[] } | undefined> {
  const files = await source.files();
  if (!files.some((file) => file.path === baselinePath || file.previousPath === baselinePath))
    return undefined;
  const { baseline, problems } = readBaseline(await source.read(baselinePath, 'head'));
  const message = 'This change edits the baseline; the version of the base branch was used.';
  const notices = [
    { kind: 'notice' as const, path: baselinePath, message },
    ...problems.map((problem) => ({
      ...problem,
      kind: 'notice' as const,
      message: `In the version of this change: ${problem.message}`,
    })),
  ];
  return { baseline, problems, notices };
}

function toConfigAnnotation({ kind, path = configPath, line = 1, message }: Problem): Annotation {
  return {
    path,
    start_line: line,
    end_line: line,
    annotation_level: kind === 'configuration' ? 'warning' : 'notice',
    title: 'Configuration',
    message,
  };
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

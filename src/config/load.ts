import type { FileContent, Side, Source } from '../model/change.js';
import type { OfferedRule } from '../model/custom-rule.js';
import type { Problem } from '../model/problem.js';
import { matchesAny } from './glob.js';
import {
  type LoadedRules,
  loadRules,
  readNamedRules,
  readRuleFiles,
  readRulesFrom,
  type RuleFileContent,
} from './rules/load.js';
import { type KnownRules, type Layer, type ParsedLayer, parseLayer } from './layer.js';
import { type Layers, type Merged, mergeLayers, type Origin } from './merge.js';
import { type Config, configPath } from './schema.js';
import { addedKeys } from './settings.js';

/** A configuration file of another repository, as it was read. */
export interface ConfigFile {
  /** For a person: where it stands. */
  readonly path: string;
  readonly content: FileContent;
}

export interface LoadOptions extends KnownRules {
  /** The organization's file; absent where there is no organization. */
  readonly organization?: ConfigFile | undefined;
  /** The repository is the organization's own, whose file may lock. */
  readonly isOrganization?: boolean;
  /** Whose repositories may be extended; absent where it is not known. */
  readonly owner?: string;
  /** Reads the files of rules of the organization's repository, by globs; undefined where it is out of reach. */
  readonly readRules?: (
    repository: string,
    globs: readonly string[],
  ) => Promise<readonly RuleFileContent[] | undefined>;
  /** The files of rules are not needed: rules that the configuration names are taken to be there. */
  readonly withoutRules?: boolean;
  /** Reads the file of a repository, `owner/repository`, that is extended; undefined where it is out of reach. */
  readonly readExtended?: (repository: string) => Promise<ConfigFile | undefined>;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly origins: ReadonlyMap<string, Origin>;
  /** A file with a problem of kind `configuration` has no part in `config`. */
  readonly problems: readonly Problem[];
}

export interface LoadedForReview extends LoadedConfig {
  /** Rules of the repository's own, from the files that `rules-from` names. */
  readonly customRules: readonly OfferedRule[];
  /** Whether these are all: what a rule found before that could not be read may still be there. */
  readonly areRulesWhole: boolean;
  /** Where the change edits the configuration. */
  readonly proposed?: Proposed;
}

/** The head side's version of an edited configuration: information, never what a review goes by. */
export interface Proposed {
  /** Absent where it has errors. */
  readonly config?: Config;
  /** With the lines of the head side. */
  readonly problems: readonly Problem[];
}

/** Reads the configuration of one side, and says so where a change edits it: only the base side configures a review. */
export async function loadConfig(source: Source, side: Side, given: LoadOptions): Promise<LoadedForReview> {
  const content = await source.read(configPath, side);
  const globs = content.kind === 'text' ? readRulesFrom(content.text) : [];
  const custom = given.withoutRules
    ? { rules: [], problems: [], areWhole: false, named: namedRules(content, given.organization?.content) }
    : { ...(await loadCustomRules(source, side, globs, given)), named: [] };
  const knownRuleIds = [...given.knownRuleIds, ...custom.rules.map(({ rule }) => rule.id), ...custom.named];
  const options = { ...given, knownRuleIds };
  const own = parseContent(content, configPath, options);
  const extended = await loadExtended(own.layer, options);
  const combined = combine(own, extended, options);
  const loaded = {
    ...combined,
    problems: [
      ...combined.problems,
      ...custom.problems,
      ...(side === 'base' ? await tellEditedRules(source, globs) : []),
    ],
    customRules: custom.rules,
    // A configuration that cannot be read may have named more of them.
    areRulesWhole: custom.areWhole && combined.problems.every(({ kind }) => kind !== 'configuration'),
  };
  if (side === 'head' || !(await isEdited(source))) return loaded;
  const message =
    content.kind === 'absent'
      ? 'This change adds the configuration; it counts once it is on the base branch.'
      : 'This change edits the configuration; the version of the base branch was used.';
  const proposed = await loadProposed(source, own.layer, extended, options);
  const notices = [
    { kind: 'notice' as const, message, path: configPath },
    ...proposed.problems.map((problem) => ({
      ...problem,
      kind: 'notice' as const,
      message: `In the version of this change: ${problem.message}`,
    })),
  ];
  return { ...loaded, problems: [...loaded.problems, ...notices], proposed };
}

/** The rules of the organization, then those of the repository. */
async function loadCustomRules(
  source: Source,
  side: Side,
  globs: readonly string[],
  { organization, isOrganization = false, readRules, knownRuleIds }: LoadOptions,
): Promise<LoadedRules & { readonly areWhole: boolean }> {
  const shared =
    organization?.content.kind === 'text' && !isOrganization ? readRulesFrom(organization.content.text) : [];
  const problems: Problem[] = [];
  const tell = (path: string, message: string): void => {
    problems.push({ kind: 'configuration', path, message });
  };
  let files: readonly RuleFileContent[] = [];
  let isOutOfReach = false;
  if (organization && shared.length > 0) {
    const repository = organization.path.slice(0, organization.path.lastIndexOf(':'));
    const read = await readRules?.(repository, shared);
    if (!read)
      tell(
        organization.path,
        "The files of rules that the organization's `rules-from` names could not be read.",
      );
    files = read ?? [];
    isOutOfReach = !read;
  }
  const own = await readRuleFiles(source, side, globs);
  if (globs.length > 0 && own.length === 0)
    tell(configPath, `\`rules-from\` names no file: there is none for \`${globs.join('`, `')}\`.`);
  const loaded = loadRules([...files, ...own], knownRuleIds);
  return {
    rules: loaded.rules,
    problems: [...problems, ...loaded.problems],
    areWhole: loaded.problems.length === 0 && !isOutOfReach,
  };
}

function namedRules(...contents: readonly (FileContent | undefined)[]): string[] {
  return contents.flatMap((content) => (content?.kind === 'text' ? readNamedRules(content.text) : []));
}

/** Rules of the base side count, as the configuration's does. */
async function tellEditedRules(source: Source, globs: readonly string[]): Promise<Problem[]> {
  if (globs.length === 0) return [];
  const edited = (await source.files()).filter(({ path, previousPath = path }) =>
    [path, previousPath].some((one) => matchesAny(globs, one)),
  );
  return edited.map(({ path }) => ({
    kind: 'notice',
    path,
    message: 'This change edits custom rules; those of the base branch were used.',
  }));
}

/** Parses one configuration by itself, over the defaults. */
export function parseConfig(
  text: string,
  path: string,
  knownRuleIds: readonly string[],
  flowRuleIds = knownRuleIds,
): LoadedConfig {
  const known = { knownRuleIds, flowRuleIds };
  return combine(parseLayer(text, path, known), { problems: [] }, known);
}

async function isEdited(source: Source): Promise<boolean> {
  const files = await source.files();
  return files.some((file) => file.path === configPath || file.previousPath === configPath);
}

async function loadProposed(
  source: Source,
  base: Layer | undefined,
  extended: ParsedLayer,
  options: LoadOptions,
): Promise<Proposed> {
  const own = parseContent(await source.read(configPath, 'head'), configPath, options);
  const wanted = own.layer?.config.extends;
  const foreign = wanted === undefined ? undefined : explainForeign(wanted, options.owner);
  // Whoever edits a pull request must not have other repositories read for it.
  const isOther = wanted !== undefined && wanted !== base?.config.extends;
  const told: Problem[] = [];
  const line = own.layer?.lineOf(['extends']);
  const at = { path: configPath, ...(line !== undefined && { line }) };
  if (foreign !== undefined) told.push({ kind: 'configuration', message: foreign, ...at });
  else if (isOther)
    told.push({ kind: 'notice', message: `\`${wanted}\` is read once this is on the base branch.`, ...at });
  const changed = addedKeys.filter(
    (key) => JSON.stringify(own.layer?.config[key]) !== JSON.stringify(base?.config[key] ?? []),
  );
  if (own.layer && changed.length > 0) {
    const names = changed.map((key) => `\`${key}\``).join(', ');
    const message = `The dry run goes by ${names} of the base branch: data is followed once.`;
    told.push({ kind: 'notice', path: configPath, message });
  }
  const layers = wanted === undefined ? { problems: [] } : extended;
  const { config, problems } = combine(own, { ...layers, problems: told }, options);
  // What is wrong with the organization's file is said of the base side.
  const ownProblems = problems.filter((problem) => problem.path === configPath);
  const isUsable =
    !isOther && foreign === undefined && ownProblems.every((problem) => problem.kind !== 'configuration');
  return { ...(isUsable && { config }), problems: ownProblems };
}

function combine(own: ParsedLayer, extended: ParsedLayer, options: LoadOptions): LoadedConfig {
  const { knownRuleIds, organization, isOrganization = false } = options;
  const top =
    organization && !isOrganization
      ? parseContent(organization.content, organization.path, options)
      : { problems: [] };
  const layers: Layers = {
    ...(top.layer && { organization: top.layer }),
    ...(extended.layer && { extended: extended.layer }),
    ...(own.layer && { [isOrganization ? 'organization' : 'repository']: own.layer }),
  };
  const merged: Merged = mergeLayers(layers, knownRuleIds);
  return {
    ...merged,
    problems: [...top.problems, ...extended.problems, ...own.problems, ...merged.problems],
  };
}

/** The layer that a repository's own extends, and what is wrong with it or with how it is named. */
async function loadExtended(own: Layer | undefined, options: LoadOptions): Promise<ParsedLayer> {
  const name = own?.config.extends;
  if (!own || name === undefined || options.isOrganization) return { problems: [] };
  const line = own.lineOf(['extends']);
  const problem = (kind: Problem['kind'], message: string): ParsedLayer => ({
    problems: [{ kind, message, path: own.path, ...(line !== undefined && { line }) }],
  });
  const foreign = explainForeign(name, options.owner);
  if (foreign !== undefined) return problem('configuration', foreign);
  const file = await options.readExtended?.(name);
  if (!file || file.content.kind === 'absent')
    return problem(
      'notice',
      `\`${name}\` has no configuration that can be read, so nothing is taken from it.`,
    );
  return parseContent(file.content, file.path, options);
}

function explainForeign(name: string, owner: string | undefined): string | undefined {
  const [named = ''] = name.split('/');
  if (owner === undefined || named.toLowerCase() === owner.toLowerCase()) return undefined;
  return `\`extends\` must name a repository of \`${owner}\`, not of \`${named}\`.`;
}

function parseContent(content: FileContent, path: string, known: KnownRules): ParsedLayer {
  if (content.kind === 'absent') return { problems: [] };
  if (content.kind === 'text') return parseLayer(content.text, path, known);
  const why = content.kind === 'unreadable' ? content.reason : `it is not a text file but: ${content.kind}.`;
  return {
    problems: [{ kind: 'configuration', path, message: `The configuration could not be read: ${why}` }],
  };
}

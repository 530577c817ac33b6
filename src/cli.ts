#!/usr/bin/env node
// Before anything else is run.
import './cli/short-run.js';
// What only one command needs is imported where it runs, so that the help and usage errors come at once.
import { readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type AdvisoriesOptions, loadAdvisories, updateAdvisories } from './cli/advisories.js';
import type { BaselineOptions } from './cli/baseline.js';
import type { ShowOptions } from './cli/config.js';
import type { CheckOptions } from './cli/threat-model.js';
import type { ExportLedgerOptions, VerifyLedgerOptions } from './cli/ledger.js';
import { say, write } from './cli/output.js';
import { ConfigError } from './config/error.js';
import type { LocalSource, RangeOptions } from './git/repository.js';
import { analyzerNames, type AnalyzerName } from './model/analyzer.js';
import type { Side } from './model/change.js';
import type { Problem } from './model/problem.js';
import { exitCodes } from './model/report.js';
import { namesOf } from './model/rule.js';
import { severities, type Severity } from './model/severity.js';
import { findFormat, formats, renderReport, type Format } from './reporters/format.js';
import { createProgress, wantsColor } from './reporters/terminal.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has seen enough, as with `| head`.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = createProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    // Commander has said what is wrong, or has shown the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.misconfigured;
    const { GitError } = await import('./git/run.js');
    if (error instanceof ConfigError || error instanceof GitError) {
      say(error.message);
      return exitCodes.misconfigured;
    }
    say(`This is an error in Scrutineer. ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    return exitCodes.incomplete;
  }
}

function createProgram(end: (code: number) => void): Command {
  const program = new Command('scrutineer')
    .description('Reviews the security of a change: code, secrets, dependencies, infrastructure.')
    .version(version)
    .exitOverride()
    .helpCommand(false)
    .addHelpText('after', helpText);
  const command = (name: string, description: string): Command =>
    program.command(name).description(description).helpOption('-h, --help', 'show this help');

  withReviewOptions(command('review', 'review what a branch or the work tree changes'))
    .option('--repo <folder>', 'a folder in the repository', '.')
    .option('--base <ref>', 'what to compare with (default: the default branch)')
    .option('--head <ref>', 'what to review (default: the work tree with what is not committed)')
    .option('--staged', 'review what the next commit would change, as hooks do; without --base and --head')
    .option('--trust-suppressions', 'let suppressions in the code count that the change itself adds')
    .action(async (options: ReviewOptions & RangeOptions & { staged?: boolean }) => {
      const { openRange } = await import('./git/repository.js');
      const { openStaged } = await import('./git/staged.js');
      if (options.staged && (options.base ?? options.head) !== undefined)
        throw new ConfigError('--staged compares the index with HEAD: leave --base and --head out.');
      const open = (): Promise<LocalSource> =>
        options.staged ? openStaged(options.repo) : openRange(options);
      end(await reviewSource(open, 'base', options));
    });

  withReviewOptions(command('audit', 'review all files of a folder or a repository, or one file'))
    .argument('<path>')
    .option(
      '--ledger <owner/name>',
      "the repository's name in the server's ledger (DATABASE_URL): its trend, and since when findings stand",
    )
    .action(async (path: string, options: ReviewOptions) => {
      const { openFolder } = await import('./git/folder.js');
      end(await reviewSource(() => openFolder(path), 'head', options));
    });

  command('packages', 'list the packages that lockfiles and manifests name')
    .argument('<path>', 'a folder or a file')
    .addOption(
      new Option('--format <format>', 'a list, or a bill of materials')
        .choices(inventoryFormats)
        .default('json'),
    )
    .option('--output <file>', 'write the list to a file')
    .action(async (path: string, options: PackagesOptions) => end(await listPackages(path, options)));

  command('advisories', 'work with the advisories')
    .command('update')
    .description('bring the mirror of advisories up to date, from the dumps of OSV')
    .option('--to <folder>', 'where the mirror is (default: in the data folder of the user)')
    .option('--from <address>', 'where `<ecosystem>/all.zip` lies (default: the dumps of OSV)')
    .option('--ecosystems <names>', 'those to mirror, as OSV names them (default: all that are read)')
    .option(
      '--exploitation <where...>',
      'files or addresses of CISA known_exploited_vulnerabilities.json and of EPSS scores',
    )
    .action(async (options: AdvisoriesOptions) => updateAdvisories(options));

  command('serve', 'take webhooks of GitHub and review pull requests; settings are in the environment')
    .addOption(
      new Option('--role <role>', 'take webhooks, do reviews, or both')
        .choices(['web', 'worker', 'all'])
        .default('all'),
    )
    .action(async ({ role }: { role: 'web' | 'worker' | 'all' }) => {
      const { serve } = await import('./app.js');
      try {
        await serve(role);
      } catch (error) {
        // A setting that is missing or wrong, or a database out of reach.
        say(error instanceof Error ? error.message : String(error));
        process.exit(exitCodes.misconfigured);
      }
    });

  const rules = command('rules', 'list the rules')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async ({ format }: { format: string }) => listRules(format));
  rules
    .command('test')
    .description("test rules of your own, in Semgrep's syntax, on annotated files beside them")
    .argument('<path>', 'a folder or a file of rules')
    .option('--watch', 'test again whenever a file changes')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (path: string, _: unknown, own: Command) => {
      const { testRuleFiles } = await import('./cli/rules.js');
      end((await testRuleFiles(path, own.optsWithGlobals())) ? 0 : exitCodes.failing);
    });

  command('explain', 'show what a rule finds, why, and how to fix it')
    .argument('<rule>')
    .action(async (id: string) => explainRule(id));

  command('baseline', 'accept all that is found by now, in .github/scrutineer-baseline.json')
    .argument('[path]', 'a folder in the repository', '.')
    .option('--reason <text>', 'why; a reason can be edited in the file', unlooked)
    .option('--prune', 'take out entries that match nothing any more')
    .addOption(advisoriesOption())
    .action(async (path: string, options: BaselineOptions) => {
      const { updateBaseline } = await import('./cli/baseline.js');
      end((await updateBaseline(path, options)) ? 0 : exitCodes.incomplete);
    });

  const ledger = command('ledger', "work with the server's record of what was found, shown and decided");
  ledger
    .command('verify')
    .description('prove that nothing was changed, taken out, put in or cut off')
    .argument(
      '[file]',
      'an export as JSON Lines (default: the database of DATABASE_URL or of the data folder)',
    )
    .option('--anchor <chain:sequence:hash...>', 'ends of chains that were kept elsewhere')
    .addOption(dataOption())
    .addOption(accountOption())
    .action(async (file: string | undefined, options: VerifyLedgerOptions) => {
      const { verifyLedger } = await import('./cli/ledger.js');
      end((await verifyLedger(file, options)) ? 0 : exitCodes.failing);
    });
  ledger
    .command('export')
    .description('write the records of a period, as evidence for an auditor')
    .option('--from <day>', 'the first day, YYYY-MM-DD in UTC')
    .option('--to <day>', 'the last day')
    .addOption(new Option('--format <format>').choices(['jsonl', 'csv']).default('jsonl'))
    .option('--output <file>', 'write to a file')
    .addOption(dataOption())
    .addOption(accountOption())
    .action(async (options: ExportLedgerOptions) => {
      const { exportLedger } = await import('./cli/ledger.js');
      await exportLedger(options);
    });

  const config = command('config', 'work with the configuration');
  config
    .command('check')
    .description('check .github/scrutineer.yml of a repository, or a file')
    .argument('[path]', 'a folder or a file', '.')
    .action(async (path: string) => {
      const { checkConfig } = await import('./cli/config.js');
      end((await checkConfig(path)) ? 0 : exitCodes.misconfigured);
    });
  config
    .command('show')
    .description('show the effective configuration, with the origin of each setting')
    .argument('[path]', 'a folder or a file', '.')
    .option('--organization <file>', "a copy of the organization's file")
    .option('--extended <file>', 'a copy of the file that `extends` names')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (path: string, options: ShowOptions) => {
      const { showConfig } = await import('./cli/config.js');
      end((await showConfig(path, options)) ? 0 : exitCodes.misconfigured);
    });

  const threatModel = command('threat-model', 'work with the threat model');
  threatModel
    .command('check')
    .description('say what the threat model does not answer')
    .argument('[path]', 'a folder or a file', '.')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .action(async (path: string, options: CheckOptions) => {
      const { checkModel } = await import('./cli/threat-model.js');
      end((await checkModel(path, options)) ? 0 : exitCodes.failing);
    });
  threatModel
    .command('init')
    .description('draft a threat model from what the repository shows, for a person to complete')
    .argument('[path]', 'a folder in the repository', '.')
    .action(async (path: string) => {
      const { initModel } = await import('./cli/threat-model.js');
      await initModel(path);
    });
  return program;
}

const dataOption = (): Option =>
  new Option('--data <folder>', 'of a server with its own database (default: SCRUTINEER_DATA, or data)');
const accountOption = (): Option => new Option('--account <login>', 'one organization or user only');

const helpText = `
Examples:
  scrutineer review                           the work tree against the default branch
  scrutineer review --base main --head topic  a branch, from where it left main
  scrutineer review --staged                  what the next commit would change
  scrutineer review --output report.html      as a page; .json, .sarif, .md, .csv too
  scrutineer audit . --only secrets           a whole repository, for secrets only
  scrutineer config show                      what counts, and where it comes from
  scrutineer packages . --format cyclonedx    a bill of materials
  scrutineer explain sql-injection

Exit codes:
  0  nothing at or above the failing severity
  1  findings at or above the failing severity
  2  wrong usage or configuration
  3  something could not be reviewed`;

interface ReviewOptions {
  readonly only?: readonly AnalyzerName[];
  readonly format?: Format;
  readonly output?: string;
  readonly advisories?: string;
  readonly failFrom?: Severity | 'none';
  readonly trustSuppressions?: boolean;
  readonly ledger?: string;
}

function withReviewOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--only <names>', `analyzers to run, of ${analyzerNames.join(',')}`).argParser(parseNames),
    )
    .addOption(
      new Option(
        '--format <format>',
        "the report's form (default: by the name of --output, else text)",
      ).choices(formats),
    )
    .option('--output <file>', 'write the report to a file')
    .addOption(advisoriesOption())
    .addOption(
      new Option('--fail-from <severity>', 'the least severity that fails, above the configured one').choices(
        [...severities, 'none'],
      ),
    );
}

function advisoriesOption(): Option {
  return new Option(
    '--advisories <where>',
    'a folder of advisories in OSV form, or `osv` to ask the OSV service (default: the mirror)',
  ).env('SCRUTINEER_ADVISORIES');
}

/** The reason of entries for which nobody gave one. */
const unlooked = 'Found when the baseline was written; nobody has looked at it yet.';

function parseNames(value: string): AnalyzerName[] {
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isAnalyzerName(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `There is no analyzer "${unknown}"; there are ${analyzerNames.join(', ')}.`,
    );
  return names.filter(isAnalyzerName);
}

function isAnalyzerName(name: string): name is AnalyzerName {
  return (analyzerNames as readonly string[]).includes(name);
}

/** Reviews a source, writes the report, and gives the exit code. `configSide` is the one whose configuration counts. */
async function reviewSource(
  open: () => Promise<LocalSource>,
  configSide: Side,
  options: ReviewOptions,
): Promise<number> {
  const [{ createAnalyzers }, { baselinePath, readBaseline }, { loadConfig }, { review }, { createOrigins }] =
    await Promise.all([
      import('./analyzers/index.js'),
      import('./config/baseline.js'),
      import('./config/load.js'),
      import('./review.js'),
      import('./triage/origin.js'),
    ]);
  const advisories = await loadAdvisories(options.advisories);
  const today = new Date().toISOString().slice(0, 10);
  const history =
    options.ledger === undefined
      ? undefined
      : await (await import('./cli/ledger-history.js')).loadHistory(options.ledger, today);
  const source = await open();
  const analyzers = createAnalyzers({ ...advisories, ...(options.only && { only: options.only }) });
  // The configuration may name rules of analyzers that do not run this time.
  const rules = createAnalyzers().flatMap((analyzer) => analyzer.rules);
  const ruleProblems: Problem[] = [];
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt);
  const progress = createProgress(process.stderr, source.about);
  try {
    const loaded = await loadConfig(source, configSide, namesOf(rules));
    const { config, problems, proposed } = loaded;
    const { customRules, areRulesWhole } = loaded;
    if ((customRules.length > 0 || !areRulesWhole) && (options.only?.includes('custom') ?? true)) {
      const { openCustomRules } = await import('./analyzers/custom/analyzer.js');
      const custom = await openCustomRules(customRules, areRulesWhole);
      analyzers.push(custom.analyzer);
      rules.push(...custom.analyzer.rules);
      ruleProblems.push(...custom.problems);
    }
    const { baseline, problems: baselineProblems } = readBaseline(
      await source.read(baselinePath, configSide),
    );
    const attributes = await source.read('.gitattributes', configSide);
    const format =
      options.format ?? (options.output === undefined ? 'text' : findFormat(options.output)) ?? 'text';
    const report = await review(source, {
      analyzers,
      withCode: format === 'html',
      originOf: createOrigins(attributes.kind === 'text' ? attributes.text : ''),
      config: {
        ...config,
        report: { ...config.report, ...(options.failFrom && { 'fail-from': options.failFrom }) },
      },
      configProblems: [...problems, ...ruleProblems, ...baselineProblems],
      baseline,
      ...(proposed?.config && { proposed: { config: proposed.config, baseline } }),
      authorMayWrite: async () => options.trustSuppressions === true,
      isAudit: configSide === 'head',
      knownRuleIds: rules.map((rule) => rule.id),
      today,
      ...(history && { introduced: history.introduced }),
      signal: interruption.signal,
      onProgress: progress.update,
      onError: (error, about) => {
        progress.clear();
        say(`${about}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      },
    });
    progress.clear();
    const color = options.output === undefined && wantsColor(process.stdout, process.env);
    const width = process.stdout.columns || defaultWidth;
    const { standards } = config;
    const ran = analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => rule.id));
    await write(
      await renderReport(format, report, rules, {
        version,
        color,
        width,
        standards,
        ran,
        trend: history?.trend,
      }),
      options.output,
    );
    return exitCodes[report.verdict];
  } catch (error) {
    // As shells have it.
    if (interruption.signal.aborted) return 130;
    throw error;
  } finally {
    progress.clear();
    process.removeListener('SIGINT', interrupt);
    await source.close();
    for (const analyzer of analyzers) await analyzer.close?.();
  }
}

/** Of output that does not go to a terminal. */
const defaultWidth = 100;

/** In which `packages` answers. */
const inventoryFormats = ['json', 'cyclonedx', 'spdx'] as const;

interface PackagesOptions {
  readonly format: (typeof inventoryFormats)[number];
  readonly output?: string;
}

async function listPackages(path: string, options: PackagesOptions): Promise<number> {
  const [{ collectPackages }, { renderInventory }, { openFolder }] = await Promise.all([
    import('./analyzers/dependencies/inventory/collect.js'),
    import('./analyzers/dependencies/inventory/render.js'),
    import('./git/folder.js'),
  ]);
  const source = await openFolder(path);
  try {
    const { items, problems, files } = await collectPackages(source);
    if (files === 0) throw new ConfigError(`There is no lockfile or manifest of a known kind at ${path}.`);
    for (const { path: file = path, line, message } of problems)
      say(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
    await write(renderInventory(options.format, items, { version, now: new Date() }), options.output);
    return problems.some(({ kind }) => kind === 'incomplete') ? exitCodes.incomplete : 0;
  } finally {
    await source.close();
  }
}

async function listRules(format: string): Promise<void> {
  const { createAnalyzers } = await import('./analyzers/index.js');
  const { renderRuleList, renderRuleListJson } = await import('./reporters/rule-list.js');
  const analyzers = createAnalyzers();
  await write(
    format === 'json'
      ? renderRuleListJson(analyzers)
      : renderRuleList(analyzers, wantsColor(process.stdout, process.env)),
  );
}

async function explainRule(id: string): Promise<void> {
  const { createAnalyzers } = await import('./analyzers/index.js');
  const analyzers = createAnalyzers();
  const rules = analyzers.flatMap((analyzer) => analyzer.rules);
  const rule =
    rules.find((candidate) => candidate.id === id) ??
    (await (await import('./cli/custom-rule.js')).findCustomRule('.', id, rules));
  if (!rule) {
    const { suggest } = await import('./config/nearest.js');
    const known = rules.map((candidate) => candidate.id);
    throw new ConfigError(`There is no rule \`${id}\`${suggest(id, known) || '; see: scrutineer rules'}`);
  }
  const { renderRulePage } = await import('./reporters/rule-page.js');
  await write(renderRulePage(rule));
}

process.exitCode = await main(process.argv);

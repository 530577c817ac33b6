// Before anything else is run.
import './cli/short-run.js';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openAdvisories } from './analyzers/dependencies/advisories/open.js';
import { openPackageIndexes } from './analyzers/dependencies/advisories/package-indexes.js';
import { createDependenciesAnalyzer } from './analyzers/dependencies/analyzer.js';
import { createAnalyzers } from './analyzers/index.js';
import { git, GitError } from './git/run.js';
import { parseActionEvent, type ActionEvent } from './github/action/event.js';
import { type ActionReview, reviewForAction } from './github/action/review.js';
import { annotationCommands, workflowCommand } from './github/action/workflow-command.js';
import type { Log } from './github/context.js';
import { causeOf } from './github/error-status.js';
import { ScrutineerOctokit } from './github/octokit.js';
import { exitCodes } from './model/report.js';
import type { Rule } from './model/rule.js';
import { severities } from './model/severity.js';
import { renderReport } from './reporters/format.js';

const timeLimitMilliseconds = 10 * 60_000;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Writes a line for the runner. */
export type Say = (line: string) => void;

/**
 * The GitHub Action: reviews the change that started the workflow, and gives the exit code. `env` is what the runner sets
 * (docs.github.com/actions/reference/workflows-and-actions/variables), with the inputs of `action.yml` as `INPUT_…`.
 */
export async function act(env: NodeJS.ProcessEnv, say: Say): Promise<number> {
  const {
    GITHUB_EVENT_NAME: name = '',
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_REPOSITORY: repository = '',
  } = env;
  const token = env.INPUT_TOKEN;
  const [owner, repo] = repository.split('/');
  if (!eventPath || !owner || !repo || !token) {
    say(workflowCommand('error', 'Scrutineer runs in a workflow of GitHub, with a token as its input.'));
    return exitCodes.misconfigured;
  }
  const event = parseActionEvent(name, JSON.parse(await readFile(eventPath, 'utf8')));
  if (!event) {
    say(workflowCommand('notice', `The event ${name} brings no change that could be reviewed.`));
    return 0;
  }
  await warnOfCheckout(event, env, say);
  const log = logTo(say);
  const octokit = new ScrutineerOctokit({
    auth: token,
    authStrategy: undefined,
    ...(env.GITHUB_API_URL && { baseUrl: env.GITHUB_API_URL }),
  });
  const advisories = await openAdvisories(env.INPUT_ADVISORIES || undefined, env);
  const indexes = openPackageIndexes(env.SCRUTINEER_PACKAGE_INDEXES);
  const dependencies = createDependenciesAnalyzer({
    ...(advisories && { advisories }),
    ...(indexes && { indexes }),
  });
  const analyzers = createAnalyzers({ dependencies });
  const limit = AbortSignal.timeout(timeLimitMilliseconds);
  try {
    const done = await reviewForAction(octokit, { owner, repo }, event, limit, {
      appSlug: env['INPUT_APP-SLUG'] || 'github-actions',
      analyzers,
      advised: (enrichment) =>
        analyzers.map((one) => (one === dependencies ? dependencies.advisedBy(enrichment) : one)),
      log,
      now: () => new Date(),
    });
    if (!done) {
      say(workflowCommand('notice', 'The pull request is no longer open.'));
      return 0;
    }
    return await show(
      done,
      analyzers.flatMap((analyzer) => analyzer.rules),
      env,
      say,
    );
  } catch (error) {
    log.error({ err: error }, `The review failed: ${causeOf(error)}`);
    say(
      workflowCommand('error', `The review failed: ${causeOf(error)}. Nothing is known about this change.`),
    );
    return exitCodes.incomplete;
  } finally {
    for (const analyzer of analyzers) await analyzer.close?.();
  }
}

/** Annotates what no check run shows, and writes summary, files and outputs. */
async function show(
  { outcome, report, isWritten }: ActionReview,
  rules: readonly Rule[],
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<number> {
  const { conclusion, title, summary, annotations } = outcome;
  if (!isWritten) for (const line of annotationCommands(annotations)) say(line);
  // GitHub takes a megabyte; the summary of a check run is far below it.
  if (env.GITHUB_STEP_SUMMARY)
    await appendFile(env.GITHUB_STEP_SUMMARY, `## Scrutineer: ${title}\n\n${summary}\n`);
  const outputs = new Map<string, string | number>([
    ['verdict', report?.verdict ?? 'empty'],
    ['conclusion', conclusion],
  ]);
  if (report) {
    const folder = env.INPUT_OUTPUT || path.join(env.RUNNER_TEMP ?? tmpdir(), 'scrutineer');
    await mkdir(folder, { recursive: true });
    for (const format of ['sarif', 'json', 'html'] as const) {
      const file = path.join(folder, `report.${format}`);
      await writeFile(file, await renderReport(format, report, rules, { version, color: false, width: 100 }));
      outputs.set(format, file);
    }
    outputs.set('findings', report.findings.length);
    for (const severity of severities)
      outputs.set(severity, report.findings.filter((finding) => finding.severity === severity).length);
    outputs.set('fixed', report.fixed.length);
  }
  if (env.GITHUB_OUTPUT)
    await appendFile(
      env.GITHUB_OUTPUT,
      // Nothing of the change is among them.
      [...outputs].map(([key, value]) => `${key}=${String(value).replaceAll(/[\r\n]/g, '')}\n`).join(''),
    );
  if (conclusion === 'success' || conclusion === 'neutral') {
    say(`Scrutineer: ${title}`);
    return 0;
  }
  say(workflowCommand('error', `Scrutineer: ${title}`));
  return exitCodes[report?.verdict ?? 'failing'] || exitCodes.failing;
}

/**
 * With `pull_request_target` a workflow has the rights of the base branch, and what it checks out of the head and then runs
 * has them too (securitylab.github.com/resources/github-actions-preventing-pwn-requests). This Action needs no checkout.
 */
async function warnOfCheckout(event: ActionEvent, env: NodeJS.ProcessEnv, say: Say): Promise<void> {
  if (event.kind !== 'pull-request' || !event.isTarget || !env.GITHUB_WORKSPACE) return;
  let commit: string;
  try {
    commit = (await git(env.GITHUB_WORKSPACE, ['cat-file', '-p', 'HEAD'])).toString('latin1');
    commit += (await git(env.GITHUB_WORKSPACE, ['rev-parse', 'HEAD'])).toString('latin1');
  } catch (error) {
    // Nothing is checked out.
    if (error instanceof GitError) return;
    throw error;
  }
  // Itself, or merged into the base.
  if (!commit.includes(event.headSha)) return;
  say(
    workflowCommand(
      'warning',
      'This workflow runs on pull_request_target and has checked out the head of the pull request. Whatever it runs of that has the ' +
        'rights of the base branch. Take the checkout out, or run on pull_request.',
      { title: 'Checkout of untrusted code with the rights of the base branch' },
    ),
  );
}

/** Debug lines are shown where the workflow asks for them. */
function logTo(say: Say): Log {
  const debug = (fields: object, message: string): void => {
    const { err } = fields as { err?: unknown };
    const about = err instanceof Error ? (err.stack ?? err.message) : '';
    say(workflowCommand('debug', about === '' ? message : `${message}\n${about}`));
  };
  const log: Log = { info: debug, error: debug, child: () => log };
  return log;
}

function isMain(): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isMain()) process.exitCode = await act(process.env, (line) => process.stdout.write(`${line}\n`));

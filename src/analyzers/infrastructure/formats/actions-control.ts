import { carriedBy, expressionsIn, type Carried, type Expression } from './actions-expression.js';
import type { Step, Workflow } from './actions.js';
import { writtenInto } from './actions-outputs.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from './yaml-syntax.js';

/**
 * Who decides what a context holds:
 * - `outsider`: whoever opens an issue or a pull request, comments, or writes a commit
 * - `caller`: who calls a reusable workflow or an action
 * - `member`: who may start the workflow by hand
 */
export type Control = 'outsider' | 'caller' | 'member';

export interface Source {
  readonly control: Control;
  /** As it is written, `github.event.issue.title`. */
  readonly name: string;
}

/** Free text that people without any right in the repository write. Branch names are free text too. */
const outsiderPaths = [
  'github.head_ref',
  ...['title', 'body'].map((name) => `github.event.issue.${name}`),
  ...[
    'title',
    'body',
    'head.ref',
    'head.label',
    'head.repo.default_branch',
    'head.repo.description',
    'head.repo.homepage',
  ].map((name) => `github.event.pull_request.${name}`),
  ...[
    'comment.body',
    'review.body',
    'review_comment.body',
    'discussion.title',
    'discussion.body',
    'answer.body',
  ].map((name) => `github.event.${name}`),
  'github.event.pages.*.page_name',
  ...['head_commit', 'commits.*', 'workflow_run.head_commit'].flatMap((commit) =>
    ['message', 'author.email', 'author.name', 'committer.email', 'committer.name'].map(
      (name) => `github.event.${commit}.${name}`,
    ),
  ),
  ...['head_branch', 'display_title', 'head_repository.description', 'pull_requests.*.head.ref'].map(
    (name) => `github.event.workflow_run.${name}`,
  ),
  ...['title', 'body'].flatMap((name) => [`github.event.changes.${name}.from`]),
].map((path) => path.split('.'));

/** Outputs of well-known actions that hold file or branch names of a pull request. */
const outsiderOutputs: readonly (readonly [action: string, output: RegExp])[] = [
  ['tj-actions/changed-files', /files$/],
  ['dorny/paths-filter', /_files$/],
  ['jitterbit/get-changed-files', /./],
  ['tj-actions/branch-names', /^(?:head_ref_branch|current_branch)$/],
  ['xt0rted/pull-request-comment-branch', /^head_ref$/],
  ['trilom/file-changes-action', /files/],
];

/** Chains of `env`, outputs and matrices are followed this far, and each context of a step once. */
interface Trail {
  readonly hops: number;
  readonly seen: Map<Step, Set<string>>;
}

const maxHops = 8;

/** Where the text that an expression can put into its place comes from, as far as the workflow shows. */
export function sourcesOf(expression: Expression, step: Step, workflow: Workflow): Source[] {
  const trail: Trail = { hops: maxHops, seen: new Map() };
  return carriedBy(expression).flatMap((carried) => follow(carried, step, workflow, trail));
}

function sourcesWithin(node: YamlNode | undefined, step: Step, workflow: Workflow, trail: Trail): Source[] {
  if (trail.hops === 0) return [];
  return expressionsIn(node, workflow.text).flatMap(({ expression }) =>
    expression
      ? carriedBy(expression).flatMap((carried) => follow(carried, step, workflow, further(trail)))
      : [],
  );
}

function follow({ path, asJson }: Carried, step: Step, workflow: Workflow, trail: Trail): Source[] {
  const [context, first, second, third] = path;
  const name = path.join('.');
  if (!isNew(trail, step, `${name} ${asJson}`)) return [];
  if (context === 'github') {
    if (path[1] === 'event' && path[2] === 'inputs')
      return inputSources(path[3], name, workflow, 'workflow_dispatch');
    return outsiderPaths.some((outsider) => covers(path, outsider, asJson))
      ? [{ control: 'outsider', name }]
      : [];
  }
  if (context === 'inputs') return inputSources(first, name, workflow);
  if (first === undefined) return [];
  if (context === 'env')
    return sourcesWithin(environmentValue(first, step, workflow), step, workflow, trail).slice(0, 1);
  if (context === 'steps' && second === 'outputs' && third !== undefined) {
    const producer = step.job.steps.find(({ node }) => textOf(at(node, 'id'))?.toLowerCase() === first);
    const tainted = outsiderOutputs.some(
      ([action, output]) => producer?.action === action && output.test(third),
    );
    if (tainted) return [{ control: 'outsider', name }];
    return producer && producer !== step ? outputSources(third, producer, workflow, trail) : [];
  }
  if (context === 'needs' && second === 'outputs' && third !== undefined) {
    const job = workflow.jobs.find((candidate) => candidate.id.toLowerCase() === first);
    const output = entriesOf(at(job?.node, 'outputs')).find((entry) => entry.name.toLowerCase() === third);
    const producer = job?.steps[0];
    return producer ? sourcesWithin(output?.value, producer, workflow, trail) : [];
  }
  if (context === 'matrix') {
    const matrix = at(step.job.node, 'strategy', 'matrix');
    const values = matrix?.kind === 'map' ? matrixValues(matrix, first) : matrix ? [matrix] : [];
    return values.flatMap((value) => sourcesWithin(value, step, workflow, trail)).slice(0, 1);
  }
  return [];
}

function further({ hops, seen }: Trail): Trail {
  return { hops: hops - 1, seen };
}

function isNew({ seen }: Trail, step: Step, name: string): boolean {
  const names = seen.get(step) ?? new Set();
  seen.set(step, names);
  return names.size < names.add(name).size;
}

/** Where the text in an output comes from that a step of the workflow writes itself. */
function outputSources(output: string, producer: Step, workflow: Workflow, trail: Trail): Source[] {
  if (trail.hops === 0) return [];
  const { expressions, variables } = writtenInto(output, producer, workflow);
  return [
    ...expressions.flatMap((expression) => carriedBy(expression)),
    ...variables.map((name): Carried => ({ path: pathOf(name), asJson: false })),
  ].flatMap((carried) => follow(carried, producer, workflow, further(trail)));
}

/** The context that a variable of the shell shows. */
function pathOf(variable: string): string[] {
  return variable === 'GITHUB_HEAD_REF' ? ['github', 'head_ref'] : ['env', variable.toLowerCase()];
}

/** Whether a path reaches outsiders' text; with `asJson` also when it holds it somewhere below. */
function covers(path: readonly string[], outsider: readonly string[], asJson: boolean): boolean {
  if (path.length > outsider.length || (path.length < outsider.length && !asJson)) return false;
  return path.every((part, index) => outsider[index] === part || outsider[index] === '*' || part === '*');
}

const safeTypes = new Set(['boolean', 'number', 'choice', 'environment']);

function inputSources(name: string | undefined, shown: string, workflow: Workflow, only?: string): Source[] {
  if (name === undefined) return [];
  if (workflow.kind === 'action') return [{ control: 'caller', name: shown }];
  const sources: Source[] = [];
  for (const [trigger, control] of [
    ['workflow_call', 'caller'],
    ['workflow_dispatch', 'member'],
  ] as const) {
    if (only !== undefined && trigger !== only) continue;
    const inputs = entriesOf(at(workflow.triggers.get(trigger), 'inputs'));
    const input = inputs.find((entry) => entry.name.toLowerCase() === name);
    const type = textOf(at(input?.value, 'type')) ?? 'string';
    if (input && !safeTypes.has(type)) sources.push({ control, name: shown });
  }
  return sources.slice(0, 1);
}

function environmentValue(name: string, step: Step, workflow: Workflow): YamlNode | undefined {
  for (const holder of [step.node, step.job.node, workflow.root]) {
    const entry = entriesOf(at(holder, 'env')).find((candidate) => candidate.name.toLowerCase() === name);
    if (entry) return entry.value;
  }
  return undefined;
}

/** The values that a key of the matrix can take: its list, and what `include` adds. */
function matrixValues(matrix: YamlNode, name: string): YamlNode[] {
  const own = entryOf(matrix, name)?.value;
  const included = itemsOf(at(matrix, 'include')).flatMap((item) => at(item, name) ?? []);
  const whole = at(matrix, 'include');
  return [
    ...(own?.kind === 'list' ? own.items : own ? [own] : []),
    ...included,
    ...(whole?.kind === 'scalar' ? [whole] : []),
  ];
}

import type { SyntaxNode } from '../../syntax/tree.js';
import { asGuess, type Models } from '../models.js';
import type { CodeRule, GroupPattern, Verdict } from '../rules/code-rule.js';
import type { CallSite } from './call-site.js';
import { evaluateCall } from './call.js';
import type { Environment } from './environment.js';
import { evaluate, readMember } from './expression.js';
import { assume } from './guard.js';
import { BudgetError, type Arrival, type Flow, type Interpreter, type Invocation } from './interpreter.js';
import { evaluateClass, runFunction } from './invoke.js';
import { flowKinds } from './kind.js';
import { hoist, runModule } from './module.js';
import { isFunction, keyName } from './node.js';
import { bind } from './pattern.js';
import { parametersOf, type Parameter } from './scope.js';
import { execute } from './statement.js';
import { brief, type Unit } from './unit.js';
import { deepTaints, from, unknown, type FunctionValue, type Taint, type Value } from './value.js';

/** What was found in a file, before it is put into words. */
export interface Inspection {
  readonly flows: readonly Flow[];
  readonly verdicts: readonly { rule: CodeRule; node: SyntaxNode; verdict: Verdict }[];
  /** The work was cut short. */
  readonly exhausted: boolean;
}

/** Finds the file that a module specifier stands for; undefined for packages and what cannot be read. */
export type ResolveUnit = (specifier: string, from: Unit) => Unit | undefined;

/** Calls within calls that are followed, and calls of one function. */
const maxDepth = 8;
const maxCalls = 40;
/** Work for one file: enough for each node to be looked at some dozens of times. */
const minBudget = 200_000;
const budgetPerCharacter = 10;
const maxBudget = 6_000_000;

/** Runs a file's code on what is known of its values, and gathers what the rules say of it. */
export function interpret(main: Unit, models: Models, resolveUnit: ResolveUnit): Inspection {
  const flows = new Map<string, Flow>();
  const verdicts = new Map<string, { rule: CodeRule; node: SyntaxNode; verdict: Verdict }>();
  const groups = new Map<GroupPattern, { rule: CodeRule; sites: Map<SyntaxNode, CallSite> }>();
  const noted = new Map<SyntaxNode, FunctionValue>();
  const done = new Set<SyntaxNode>();
  const deferred: Invocation[] = [];
  const calls = new Map<SyntaxNode, number>();
  const plainResults = new Map<SyntaxNode, Value>();
  const stack: Invocation[] = [];
  let budget = Math.min(maxBudget, minBudget + budgetPerCharacter * main.text.length);

  /** A place in another file is told at the call in this file that leads there. */
  const placeInMain = (unit: Unit, node: SyntaxNode): SyntaxNode | undefined => {
    if (unit === main) return node;
    return stack.findLast((call) => call.unit === main && call.node !== call.callee.node)?.node;
  };

  const run: Interpreter = {
    models,
    evaluate: (node, environment, unit) => evaluate(run, node, environment, unit),
    execute: (node, environment, activation) => execute(run, node, environment, activation),
    assume: (condition, holds, environment, unit) => assume(run, condition, holds, environment, unit),
    bind: (pattern, value, environment, unit, declares) =>
      bind(run, pattern, value, environment, unit, declares),
    evaluateCall: (node, environment, unit) => evaluateCall(run, node, environment, unit),
    evaluateClass: (node, environment, unit) => evaluateClass(run, node, environment, unit),
    readMember: (object, name, node, unit) => readMember(run, object, name, node, unit),
    hoist: (block, environment, unit) => hoist(run, block, environment, unit),
    noteFunction(value) {
      if (value.unit === main && !noted.has(value.node)) noted.set(value.node, value);
    },
    defer: (invocation) => void deferred.push(invocation),
    spend() {
      if (--budget < 0) throw new BudgetError();
    },
    importModule(specifier, name, unit) {
      if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..')
        return { ...unknown, lazy: { unit, specifier, name } };
      const module = specifier.replace(/^node:/, '');
      const whole = from(models.module(module));
      return name === '*' || name === 'default' ? whole : readMember(run, whole, name, unit.tree.root, unit);
    },
    force(value) {
      if (!value.lazy) return value;
      const { unit, specifier, name } = value.lazy;
      const found = resolveUnit(specifier, unit);
      if (!found) return { ...value, lazy: undefined };
      if (!found.exports) runModule(run, found);
      const exported = found.exports ?? unknown;
      if (name === '*') return exported;
      const field = exported.fields?.get(name) ?? (name === 'default' ? exported : unknown);
      return field.lazy ? run.force(field) : field;
    },
    invoke(call) {
      const { node } = call.callee;
      done.add(node);
      const count = calls.get(node) ?? 0;
      if (stack.length >= maxDepth || count >= maxCalls || stack.some((other) => other.callee.node === node))
        return unknown;
      const isPlain = call.self === undefined && call.values.every((value) => value === unknown);
      const cached = isPlain ? plainResults.get(node) : undefined;
      if (cached) return cached;
      calls.set(node, count + 1);
      stack.push(call);
      const result = runFunction(run, call);
      stack.pop();
      if (isPlain) plainResults.set(node, result);
      return result;
    },
    reach(arrival) {
      for (const rule of models.flowRules(arrival.kind)) {
        const taint = worstTaint(arrival, rule);
        const node = taint && placeInMain(arrival.unit, arrival.node);
        if (!taint || !node || taint.source.unit !== main) continue;
        const key = `${rule.id} ${node.start} ${node.end}`;
        const before = flows.get(key);
        const flow = { rule, taint, arrival: { ...arrival, node } };
        if (!before || doubtOf(flow) < doubtOf(before)) flows.set(key, flow);
      }
    },
    gather(rule, pattern, site) {
      if (site.unit !== main) return;
      const gathered = groups.get(pattern) ?? { rule, sites: new Map<SyntaxNode, CallSite>() };
      groups.set(pattern, gathered);
      if (!gathered.sites.has(site.node)) gathered.sites.set(site.node, site);
    },
    tell(rule, unit, node, verdict) {
      if (unit !== main) return;
      const key = `${rule.id} ${node.start} ${node.end}`;
      if (!verdicts.has(key)) verdicts.set(key, { rule, node, verdict });
    },
  };

  let exhausted = false;
  try {
    const environment = runModule(run, main);
    for (let next = deferred.shift(); next; next = deferred.shift()) run.invoke(next);
    for (let next = firstUndone(noted, done); next; next = firstUndone(noted, done)) {
      done.add(next.node);
      run.invoke(entry(run, next, environment));
      for (let later = deferred.shift(); later; later = deferred.shift()) run.invoke(later);
    }
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    exhausted = true;
  }
  for (const [pattern, { rule, sites }] of groups)
    for (const { site, verdict } of pattern.check([...sites.values()]))
      run.tell(rule, main, verdict.node ?? site.node, verdict);
  return { flows: [...flows.values()], verdicts: [...verdicts.values()], exhausted };
}

function firstUndone(
  noted: Map<SyntaxNode, FunctionValue>,
  done: Set<SyntaxNode>,
): FunctionValue | undefined {
  for (const [node, value] of noted) {
    if (!done.has(node)) return value;
    noted.delete(node);
  }
  return undefined;
}

/** The data that does the harm, if any does: the best proven that this rule follows and that is not safe for it. */
function worstTaint(arrival: Arrival, rule: CodeRule): Taint | undefined {
  const { flow } = rule;
  if (!flow || (flow.when && !flow.when(arrival.value))) return undefined;
  const bit = 1 << flowKinds.indexOf(arrival.kind);
  const taints = deepTaints(arrival.value).filter(
    (taint) =>
      (taint.cleared & bit) === 0 &&
      flow.sources.includes(taint.kind) &&
      (!flow.doubt || flow.doubt(taint, arrival) !== undefined),
  );
  return taints.sort((a, b) => a.doubt - b.doubt)[0];
}

export function doubtOf(flow: Flow): number {
  const { taint, arrival, rule } = flow;
  const own = rule.flow?.doubt?.(taint, arrival) ?? 0;
  const fromCaller = taint.kind === 'library' || taint.kind === 'parameter' ? 1 : 0;
  return Math.max(taint.doubt, arrival.doubt, own, fromCaller);
}

/** How a function is called that nothing in its file calls: by a framework, or by whoever imports it. */
function entry(run: Interpreter, callee: FunctionValue, environment: Environment): Invocation {
  const { unit, node } = callee;
  const parameters = parametersOf(node);
  const names = parameters.map((parameter) => brief(unit, parameter.pattern, 40));
  const exported = exportedName(node, unit);
  const values: Value[] = parameters.map(() => unknown);
  for (const model of run.models.parameters) {
    if (model.file && !model.file.test(unit.path)) continue;
    if (model.exported && (exported === undefined || !model.exported.test(exported))) continue;
    if (model.decorator !== undefined) {
      parameters.forEach((parameter, index) => {
        const origin = model.parameters[0];
        if (
          origin !== undefined &&
          isDecorated(run, parameter.node, model.decorator ?? '', environment, unit)
        )
          values[index] = readMember(run, from(origin), 'value', parameter.pattern, unit);
      });
      continue;
    }
    const named = model.names;
    if (
      named &&
      (named.length > names.length ||
        !named.every((pattern, index) => !pattern || pattern.test(names[index] ?? '')))
    )
      continue;
    model.parameters.forEach((origin, index) => {
      if (origin === undefined || values[index] === undefined || values[index] !== unknown) return;
      values[index] = from(model.doubt > 0 ? asGuess(origin) : origin);
    });
  }
  if (run.models.followsParameters(unit.text) && node.parent?.type !== 'arguments')
    parameters.forEach((parameter, index) => {
      if (values[index] === unknown) values[index] = fromCaller(parameter, unit);
    });
  return { callee, values, self: callee.self, node, unit };
}

/** Types whose values are no text that somebody wrote. */
const harmlessTypes =
  /^(?:HTML\w*|SVG\w*|\w*Element|\w*Event|Node|Document|Window|Trusted\w*|Safe\w+|React\.\w+|JSX\.\w+)(?:<|\[\]|$|\s*\|)/;

/** The value of a parameter of which nothing is known but that the function's caller decides it. */
function fromCaller(parameter: Parameter, unit: Unit): Value {
  if (parameter.type && harmlessTypes.test(brief(unit, parameter.type, 80))) return unknown;
  const node = parameter.pattern;
  const what = brief(unit, node, 40);
  const step = { unit, node, message: `enters here as ${what}`, previous: undefined };
  return { ...unknown, taints: [{ kind: 'parameter', what, step, source: step, cleared: 0, doubt: 1 }] };
}

/** The name under which a function leaves its file; `default` for the default export. */
function exportedName(node: SyntaxNode, unit: Unit): string | undefined {
  let at: SyntaxNode | undefined = node;
  const own = isFunction(node) ? keyName(node.get('name'), unit.text) : undefined;
  let name = own;
  while (at && at.type !== 'export_statement') {
    if (at.type === 'variable_declarator') name = keyName(at.get('name'), unit.text);
    if (at.type === 'assignment_expression') {
      const left = at.get('left');
      const written = left ? brief(unit, left) : '';
      const match = /^(?:module\.)?exports(?:\.([\w$]+))?$/.exec(written);
      if (match) return match[1] ?? 'default';
    }
    if (at !== node && isFunction(at)) return undefined;
    at = at.parent;
  }
  if (!at) return undefined;
  return at.has('default') ? 'default' : name;
}

function isDecorated(
  run: Interpreter,
  parameter: SyntaxNode,
  path: string,
  environment: Environment,
  unit: Unit,
): boolean {
  return parameter.children.some((child) => {
    if (child.type !== 'decorator') return false;
    const expression = child.children[0];
    const callee = expression?.type === 'call_expression' ? expression.get('function') : expression;
    if (!callee) return false;
    return run.evaluate(callee, environment, unit).origins.includes(path);
  });
}

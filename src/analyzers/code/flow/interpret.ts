import type { SyntaxNode } from '../../syntax/tree.js';
import type { Models } from '../models.js';
import type { CodeRule, GroupPattern, Verdict } from '../rules/code-rule.js';
import type { CallSite } from './call-site.js';
import { evaluateCall } from './call.js';
import { doubtOf, leadsThrough, withoutRepeats, worstTaint } from './arrival.js';
import { asMade, withMade } from './closure.js';
import { entry } from './entry.js';
import { evaluate, tellNode } from './expression.js';
import { assume } from './guard.js';
import { findWorth, type Interest } from './interest.js';
import { BudgetError, type Flow, type Interpreter, type Invocation } from './interpreter.js';
import { evaluateClass, runFunction } from './invoke.js';
import { withFields } from './fields.js';
import { callFromOutside, givenByCallers } from './library.js';
import { hoist, runModule } from './module.js';
import { readMember } from './member.js';
import { bind } from './pattern.js';
import { createCallSigner } from './signature.js';
import { statedMember, withStated } from './stated-member.js';
import { execute } from './statement.js';
import type { Unit } from './unit.js';
import { deepTaints } from './join.js';
import { from, unknown, type FunctionValue, type Lazy, type Value } from './value.js';

/** What was found in a file, before it is put into words. */
export interface Inspection {
  readonly flows: readonly Flow[];
  readonly verdicts: readonly Told[];
  /** The work was cut short. */
  readonly exhausted: boolean;
}

/** What a rule says of a place. */
export interface Told {
  readonly rule: CodeRule;
  readonly node: SyntaxNode;
  readonly verdict: Verdict;
  /** Where the data ends, when that is in another file. */
  readonly end?: { readonly unit: Unit; readonly node: SyntaxNode };
}

/** Finds the file that a module specifier stands for; undefined for packages and what cannot be read. */
export type ResolveUnit = (specifier: string, from: Unit) => Unit | undefined;

/** Names another file of the repository. */
const importsFile = /(?:from|require\(|import\(?)\s*['"]\.{1,2}\//;
/** Calls within calls that are followed, and calls of one function. */
const maxDepth = 8;
const maxCalls = 40;
/** Work that the calls of one function may cost together, once it was called with a few different arguments. */
const maxWork = 6000;
const surelyCalled = 3;
/** Functions that one call of a function in another file hands on. */
const maxAbroad = 20;
/** Files that one name is looked up through, each in the next: what stands for one another in a circle can grow by members. */
const maxOpening = 12;
/** Work for one file: enough for each node to be looked at some dozens of times. */
const minBudget = 200_000;
const budgetPerCharacter = 10;
const maxBudget = 6_000_000;

/**
 * Runs a file's code on what is known of its values, and gathers what the rules say of it. With `offers`, also as a
 * caller from outside the package may call it.
 */
export function interpret(
  main: Unit,
  models: Models,
  resolveUnit: ResolveUnit,
  offers: boolean,
  interest?: Interest,
): Inspection {
  const flows = new Map<string, Flow>();
  const verdicts = new Map<string, Told>();
  const toldAbroad = new Set<string>();
  const opening = new Set<Lazy>();
  const groups = new Map<GroupPattern, { rule: CodeRule; sites: Map<SyntaxNode, CallSite> }>();
  const nodeChecks = models.nodeChecks(main.text, interest?.places);
  const noted = new Map<SyntaxNode, FunctionValue>();
  const abroad = new Map<SyntaxNode, FunctionValue>();
  const done = new Set<SyntaxNode>();
  const deferred: Invocation[] = [];
  const calls = new Map<SyntaxNode, { count: number; work: number }>();
  const results = new Map<SyntaxNode, Map<string, Value>>();
  const sign = createCallSigner();
  const stack: Invocation[] = [];
  const carried = new Map<string, Value>();
  let budget = Math.min(maxBudget, minBudget + budgetPerCharacter * main.text.length);

  /** A place in another file is told at the call in this file that leads there. */
  const placeInMain = (unit: Unit, node: SyntaxNode): SyntaxNode | undefined => {
    if (unit === main) return node;
    return stack.findLast((call) => call.unit === main && call.node !== call.callee.node)?.node;
  };

  /** What a function of another file hands to what is out of sight, as `fs.stat(path, () => …)`, is run while its call is known. */
  const runAbroad = ({ callee }: Invocation): void => {
    for (let count = 0; count < maxAbroad; count++) {
      const next = firstUndone(abroad, done);
      if (!next) break;
      done.add(next.node);
      run.invoke({ ...entry(run, next, callee.environment), node: next.node });
    }
    abroad.clear();
  };

  /** A place in another file that several calls lead to is told once. */
  const tellAbroad = (rule: CodeRule, unit: Unit, node: SyntaxNode, verdict: Verdict): void => {
    const { taint } = verdict;
    const place = taint?.source.unit === main ? placeInMain(unit, node) : undefined;
    const end = `${rule.id} ${unit.path} ${node.start}`;
    if (!place || toldAbroad.has(end)) return;
    toldAbroad.add(end);
    const key = `${rule.id} ${place.start} ${place.end}`;
    if (!verdicts.has(key)) verdicts.set(key, { rule, node: place, verdict, end: { unit, node } });
  };

  const byFile = (lazy: Lazy): Value =>
    (models.hasStated && statedMember(run, lazy, lazy.unit.tree.root, lazy.unit)) || { ...unknown, lazy };

  /** What another file has under a name. */
  const open = (value: Value, lazy: Lazy): Value => {
    const { unit, specifier, name, members } = lazy;
    const found = resolveUnit(specifier, unit);
    if (!found) return withStated(run, { ...value, lazy: undefined }, lazy);
    if (!found.exports) runModule(run, found);
    const exported = found.exports ?? unknown;
    // What the file hands on as a whole, as `export * from 'lodash'` does, is known by where it is from.
    const field =
      exported.fields?.get(name) ??
      (name === 'default' ? exported : readMember(run, exported, name, found.tree.root, found));
    let result = run.force(name === '*' ? exported : field);
    for (const member of members) result = run.force(readMember(run, result, member, found.tree.root, found));
    result = withStated(run, result, lazy);
    // What this file has put on it since is there too.
    return value.fields ? withFields(result, value.fields) : result;
  };

  const run: Interpreter = {
    models,
    carried,
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
      if (value.unit === main) {
        if (!noted.has(value.node)) noted.set(value.node, asMade(value));
      } else if (stack.length > 0) abroad.set(value.node, asMade(value));
    },
    defer: (invocation) => void deferred.push(invocation),
    spend() {
      if (--budget < 0) throw new BudgetError();
    },
    importModule(specifier, name, unit) {
      const module = specifier.replace(/^node:/, '');
      // Of a library that models speak of they say more than its code.
      if (
        /^\.{0,2}\/|^\.{1,2}$/.test(specifier) ||
        (!models.knows(module) && unit.findModule(specifier) !== undefined)
      )
        return byFile({ unit, specifier, name, members: [] });
      const whole = from(models.module(module));
      return name === '*' || name === 'default' ? whole : readMember(run, whole, name, unit.tree.root, unit);
    },
    openUnit: resolveUnit,
    force(value) {
      const { lazy } = value;
      if (!lazy) return value;
      if (opening.has(lazy) || opening.size >= maxOpening) return unknown;
      opening.add(lazy);
      try {
        return open(value, lazy);
      } finally {
        opening.delete(lazy);
      }
    },
    invoke(call) {
      const { node } = call.callee;
      done.add(node);
      const made = calls.get(node) ?? { count: 0, work: 0 };
      const known = results.get(node) ?? new Map<string, Value>();
      results.set(node, known);
      const signature = sign(call, placeInMain(call.unit, call.node));
      const before = known.get(signature);
      if (before) return before;
      const isSpent = made.count >= maxCalls || (made.count >= surelyCalled && made.work >= maxWork);
      if (stack.length >= maxDepth || isSpent || isCircular(stack, call)) return unknown;
      calls.set(node, made);
      made.count++;
      const left = budget;
      stack.push(call);
      const isSent = call.unit === main && call.callee.unit !== main && isGivenData(call);
      if (isSent) abroad.clear();
      const result = runFunction(run, call);
      if (isSent) runAbroad(call);
      made.work += left - budget;
      stack.pop();
      known.set(signature, result);
      return result;
    },
    reach(arrival) {
      for (const rule of models.flowRules(arrival.kind)) {
        const taint = worstTaint(arrival, rule);
        const node = taint && placeInMain(arrival.unit, arrival.node);
        if (!taint || !node || !leadsThrough(main, taint, arrival)) continue;
        const key = `${rule.id} ${node.start} ${node.end}`;
        const before = flows.get(key);
        const flow = { rule, taint, arrival: { ...arrival, node } };
        if (!before || doubtOf(flow) < doubtOf(before)) flows.set(key, flow);
      }
    },
    isMain: (unit) => unit === main,
    nodeChecks: (type) => nodeChecks.get(type),
    gather(rule, pattern, site) {
      if (site.unit !== main) return;
      const gathered = groups.get(pattern) ?? { rule, sites: new Map<SyntaxNode, CallSite>() };
      groups.set(pattern, gathered);
      if (!gathered.sites.has(site.node)) gathered.sites.set(site.node, site);
    },
    tell(rule, unit, node, verdict) {
      if (unit !== main) return tellAbroad(rule, unit, node, verdict);
      const key = `${rule.id} ${node.start} ${node.end}`;
      if (!verdicts.has(key)) verdicts.set(key, { rule, node, verdict });
    },
  };

  let exhausted = false;
  const followsParameters = models.followsParameters(main.text);
  const project = offers ? main.project() : undefined;
  // Without a package, a file that stands alone is offered; one that uses others is a part of what cannot be seen.
  const isLoose = offers && !project && !importsFile.test(main.text);
  const isOffered = isLoose || project?.offers(main.path) === true;
  const isWorth = interest && !isOffered ? findWorth(main, interest) : (): boolean => true;
  try {
    const environment = runModule(run, main);
    for (let next = deferred.shift(); next; next = deferred.shift()) run.invoke(next);
    for (let next = firstUndone(noted, done); next; next = firstUndone(noted, done)) {
      done.add(next.node);
      if (!isWorth(next.node)) continue;
      const call = entry(run, next, environment);
      // Without a package, what nothing calls is there for whoever has the file.
      const isGiven = isLoose && next.node.parent?.type !== 'arguments';
      const follows = next.node.parent?.type !== 'arguments' && followsParameters;
      const values = isGiven || follows ? givenByCallers(next, call.values, isGiven) : call.values;
      run.invoke({ ...call, values });
      for (let later = deferred.shift(); later; later = deferred.shift()) run.invoke(later);
    }
    if (isOffered) {
      // What the file itself called often has to be called once more.
      calls.clear();
      callFromOutside(run, main.exports ?? unknown, (callee, self, constructs) => {
        // Functions within it are other ones than before: they see what it is given now.
        noted.clear();
        done.clear();
        const values = givenByCallers(callee, entry(run, callee, environment).values, true);
        const result = run.invoke({ callee, values, self, constructs, node: callee.node, unit: callee.unit });
        for (let next = firstUndone(noted, done); next; next = firstUndone(noted, done))
          run.invoke(entry(run, next, environment));
        for (let later = deferred.shift(); later; later = deferred.shift()) run.invoke(later);
        return result;
      });
    }
    tellNode(run, main.tree.root, environment, main);
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error;
    exhausted = true;
  }
  for (const [pattern, { rule, sites }] of groups)
    for (const { site, verdict } of pattern.check([...sites.values()]))
      run.tell(rule, main, verdict.node ?? site.node, verdict);
  return { flows: withoutRepeats([...flows.values()]), verdicts: [...verdicts.values()], exhausted };
}

function isGivenData(call: Invocation): boolean {
  return call.values.some((value) => deepTaints(value).length > 0);
}

/** A function within itself adds nothing, save one that takes a path apart or goes down into parts of objects. */
function isCircular(stack: readonly Invocation[], call: Invocation): boolean {
  const depth = stack.filter((other) => other.callee.node === call.callee.node).length;
  if (depth === 0) return false;
  const values = [call, ...stack].flatMap((other) => other.values);
  const goesDown = values.some((value) => value.lookup);
  const takesApart = values.some((value) => value.taints.some((taint) => taint.part));
  return depth >= 1 + Number(goesDown) + Number(takesApart);
}

function firstUndone(
  noted: Map<SyntaxNode, FunctionValue>,
  done: Set<SyntaxNode>,
): FunctionValue | undefined {
  for (const [node, value] of noted) {
    if (!done.has(node)) return withMade(value);
    noted.delete(node);
  }
  return undefined;
}

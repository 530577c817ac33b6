import type { CustomRule, Taint } from '../../../model/custom-rule.js';
import type { Evaluation } from '../engine/evaluate.js';
import type { Hit } from '../engine/hit.js';
import type { Form } from '../form/form.js';
import { merge } from '../match/environment.js';
import { assignTo, evaluateTaint, labelsOf } from './expressions.js';
import type { Flow } from './flow.js';
import { findMarks, isExactly, isMarked, type Mark } from './marks.js';
import { runStatements } from './statements.js';
import { clean, joinInto, union, type State, type Taints } from './state.js';

/** Follows data from the sources of a rule to its sinks, through each function and those that stand in it. */
export function findTaint(taint: Taint, options: CustomRule['options'], to: Evaluation): readonly Hit[] {
  const { code } = to.file;
  const marks = code && findMarks(taint, to);
  if (!marks) return [];
  const found = new Map<Mark, Taints>();
  const calls: CallStack = { functions: [], known: new Map(), results: [] };
  const flow: Flow = {
    marks,
    options: {
      safeFunctions: options['taint_assume_safe_functions'] === true,
      safeIndexes: options['taint_assume_safe_indexes'] === true,
      safeComparisons: options['taint_assume_safe_comparisons'] === true,
      safeNumbers: options['taint_assume_safe_numbers'] === true,
      safeBooleans: options['taint_assume_safe_booleans'] === true,
      onlyAssignments: options['taint_only_propagate_through_assignments'] === true,
    },
    propagated: new Map(),
    spend: () => to.matching.budget.spend(1 + marks.sources.length + marks.sanitizers.length),
    meet(form, taints, exactly = false) {
      if (taints.size === 0) return;
      for (const sink of marks.sinks) {
        if (!(exactly ? isExactly(form, sink.hit) : isMarked(form, sink))) continue;
        const agreeing = options['taint_unify_mvars'] === true ? agreeingWith(sink, taints) : taints;
        if (agreeing.size > 0 && (!sink.requires || sink.requires(labelsOf(agreeing))))
          found.set(sink, union(found.get(sink) ?? clean, agreeing));
      }
    },
    call: (form, state) => callTaint(form, state, flow, calls),
    enter(form, state) {
      calls.results.push({ taints: clean });
      enterFunction(form, [], state, flow);
      calls.results.pop();
    },
    returned(taints) {
      const result = calls.results.at(-1);
      if (result) result.taints = union(result.taints, taints);
    },
  };
  runStatements(code.root.kids, new Map(), flow);
  return [...found].map(([sink, taints]) => withSource(sink.hit, taints));
}

/** The data whose source binds the metavariables that the sink has as well to the same. */
function agreeingWith(sink: Mark, taints: Taints): Taints {
  return new Set([...taints].filter(({ hit }) => merge(sink.hit.env, hit.env) !== false));
}

/** The metavariables of the sink, and those of a source that do not disagree. */
function withSource(hit: Hit, taints: Taints): Hit {
  for (const { hit: source } of taints) {
    const env = merge(hit.env, source.env);
    if (env !== false) return { ...hit, env };
  }
  return hit;
}

/** The calls that a run is in. */
interface CallStack {
  readonly functions: Form[];
  /** What came out of functions before, by what went in. */
  readonly known: Map<string, Taints>;
  readonly results: { taints: Taints }[];
}

/** Functions that call one another are followed so deep. */
const maxCalls = 4;

function callTaint(form: Form, state: State, flow: Flow, calls: CallStack): Taints {
  const callee = form.at(0);
  const receiver = callee.kind === 'function' ? clean : evaluateTaint(callee, state, flow);
  const args = form.at(1).kids.map((argument) => evaluateTaint(argument, state, flow));
  const called = callee.kind === 'function' ? callee : functionOf(callee);
  const result = called ? callFunction(called, args, state, flow, calls) : clean;
  // Nothing is known of what others do: what goes in may come out.
  return flow.options.safeFunctions ? result : union(receiver, result, ...args);
}

/** The function of the file that a name stands for. */
function functionOf(callee: Form): Form | undefined {
  const { binding } = callee;
  if (!binding || binding.isParameter || binding.writes > 1) return undefined;
  return binding.initial?.kind === 'function' ? binding.initial : undefined;
}

/** Runs a function of the file with what it is called with, where that is anything. */
function callFunction(
  form: Form,
  args: readonly Taints[],
  state: State,
  flow: Flow,
  calls: CallStack,
): Taints {
  const isAtPlace = form.parent?.kind === 'call' && form.parent.at(0) === form;
  if (!isAtPlace && args.every(({ size }) => size === 0)) return clean;
  if (calls.functions.length >= maxCalls || calls.functions.includes(form)) return clean;
  const key = `${form.start}:${args.map((taints) => [...taints].map(({ hit }) => hit.start).join('+')).join()}`;
  const known = isAtPlace ? undefined : calls.known.get(key);
  if (known) return known;
  calls.functions.push(form);
  const result = { taints: clean };
  calls.results.push(result);
  enterFunction(form, args, isAtPlace ? state : new Map(state), flow);
  calls.results.pop();
  calls.functions.pop();
  calls.known.set(key, result.taints);
  return result.taints;
}

function enterFunction(form: Form, args: readonly Taints[], state: State, flow: Flow): void {
  const own: State = new Map(state);
  form.at(1).kids.forEach((parameter, at) => assignTo(parameter, args[at] ?? clean, undefined, own, flow));
  runStatements(form.at(2).kids, own, flow);
  // What it does to variables around it may have been done from here on.
  joinInto(state, own);
}

import type { CustomRule, Taint } from '../../../model/custom-rule.js';
import type { Evaluation } from '../engine/evaluate.js';
import { isWithin, type Hit } from '../engine/hit.js';
import type { Form } from '../form/form.js';
import { merge } from '../match/environment.js';
import { assignTo, evaluateTaint, labelsOf } from './expressions.js';
import type { Flow } from './flow.js';
import { findMarks, isExactly, isMarked, type Mark } from './marks.js';
import { runStatements } from './statements.js';
import { clean, joinInto, union, type State, type Taints } from './state.js';
import { isUnfollowed } from './unfollowed.js';

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
  const args = form.at(1).kids.map((argument) => {
    const handed = handedTo(argument, callee, receiver);
    return handed
      ? (callFunction(handed, [receiver], state, flow, calls) ?? clean)
      : evaluateTaint(argument, state, flow);
  });
  const called = callee.kind === 'function' ? callee : functionOf(callee);
  const result = called && callFunction(called, args, state, flow, calls);
  // What was followed says itself what comes out of it. Nothing is known of what others do: what goes in may come out.
  if (flow.options.safeFunctions || result) return result ?? clean;
  return union(receiver, ...args);
}

/** Methods that hand what they are called on, or an entry of it, to a function as the first argument. */
const handing = new Set(
  'forEach map flatMap filter find findIndex findLast some every then finally'.split(' '),
);

/** The function that a method hands the data of its receiver to. */
function handedTo(argument: Form, callee: Form, receiver: Taints): Form | undefined {
  if (receiver.size === 0 || callee.kind !== 'member' || !handing.has(callee.at(1).text)) return undefined;
  return argument.kind === 'function' ? argument : functionOf(argument);
}

/** The function of the file that a name stands for. */
function functionOf(callee: Form): Form | undefined {
  const { binding } = callee;
  if (!binding || binding.isParameter || binding.writes > 1) return undefined;
  return binding.initial?.kind === 'function' ? binding.initial : undefined;
}

/** Runs a function of the file with what it is called with; undefined where what comes out is not followed. */
function callFunction(
  form: Form,
  args: readonly Taints[],
  state: State,
  flow: Flow,
  calls: CallStack,
): Taints | undefined {
  const isAtPlace = form.parent?.kind === 'call' && form.parent.at(0) === form;
  // Without data there is none in it but what it reads itself.
  if (
    !isAtPlace &&
    args.every(({ size }) => size === 0) &&
    !flow.marks.sources.some(({ hit }) => isWithin(hit, form))
  )
    return clean;
  if (calls.functions.length >= maxCalls || calls.functions.includes(form)) return undefined;
  const key = `${form.start}:${args.map((taints) => [...taints].map(({ hit }) => hit.start).join('+')).join()}`;
  const known = isAtPlace ? undefined : calls.known.get(key);
  if (known) return known;
  calls.functions.push(form);
  const result = { taints: clean };
  calls.results.push(result);
  enterFunction(form, args, isAtPlace ? state : new Map(state), flow);
  calls.results.pop();
  calls.functions.pop();
  const mayHold = isUnfollowed(form) && !flow.options.safeFunctions ? args : [];
  const taints = union(result.taints, ...mayHold);
  calls.known.set(key, taints);
  return taints;
}

function enterFunction(form: Form, args: readonly Taints[], state: State, flow: Flow): void {
  const own: State = new Map(state);
  form.at(1).kids.forEach((parameter, at) => assignTo(parameter, args[at] ?? clean, undefined, own, flow));
  runStatements(form.at(2).kids, own, flow);
  // What it does to variables around it may have been done from here on.
  joinInto(state, own);
}

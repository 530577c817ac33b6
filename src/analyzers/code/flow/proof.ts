import type { SyntaxNode } from '../../syntax/tree.js';
import { Environment, joinVariables } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { bindParameters } from './invoke.js';
import { allKinds, type Kinds } from './kind.js';
import { bare, isFunction } from './node.js';
import { parametersOf } from './scope.js';
import type { Unit } from './unit.js';
import { type FunctionValue, type Step, type Value } from './value.js';

/** What a call says by its outcome: it holds, it does not, or it came back at all, as a check that throws. */
export type Outcome = boolean | 'returned';

/** Checks that call checks, and how long their code is at most, in characters. */
const maxDepth = 3;
const maxLength = 2_500;
let depth = 0;
const known = new WeakMap<Interpreter, Map<SyntaxNode, Map<string, Kinds>>>();

/**
 * What the code of a function proves of one of its arguments. Its body is gone through with a value in place of the argument
 * that has been made safe for nothing, and what is proven on each way to the outcome counts.
 */
export function provenBy(
  run: Interpreter,
  callee: FunctionValue,
  values: readonly Value[],
  index: number,
  outcome: Outcome,
): Kinds {
  const { node, unit } = callee;
  const body = node.get('body');
  if (!body || depth >= maxDepth || body.end - body.start > maxLength) return 0;
  if (outcome === 'returned' && !/\bthrow\b/.test(unit.text.slice(body.start, body.end))) return 0;
  const ofRun = known.get(run) ?? new Map<SyntaxNode, Map<string, Kinds>>();
  known.set(run, ofRun);
  const ofCallee = ofRun.get(node) ?? new Map<string, Kinds>();
  ofRun.set(node, ofCallee);
  const key = [
    index,
    outcome,
    ...values.map((value) => `${value.taints.length > 0} ${value.origins.join()} ${value.shape}`),
  ].join();
  const before = ofCallee.get(key);
  if (before !== undefined) return before;
  const kinds = tryOut(run, callee, body, values, index, outcome);
  ofCallee.set(key, kinds);
  return kinds;
}

function tryOut(
  run: Interpreter,
  callee: FunctionValue,
  body: SyntaxNode,
  values: readonly Value[],
  index: number,
  outcome: Outcome,
): Kinds {
  const { node, unit } = callee;
  const pattern = parametersOf(node)[index]?.pattern;
  const binding = pattern?.type === 'identifier' ? unit.scopes.resolve(pattern) : undefined;
  const given = values[index];
  if (!binding || !given || !pattern) return 0;
  const step: Step = { unit, node: pattern, message: '', previous: undefined };
  // It keeps where the data comes from: a name is compared with the object that it was taken from.
  const sources = given.taints.length > 0 ? given.taints.map(({ source }) => source) : [step];
  const probe: Value = {
    ...given,
    fields: undefined,
    taints: sources.map((source) => ({
      kind: 'probe',
      origin: '',
      what: '',
      step,
      source,
      cleared: 0,
      doubt: 0,
    })),
  };
  const environment = new Environment(node, callee.environment);
  bindParameters(
    run,
    { callee, values: values.map((value, at) => (at === index ? probe : value)), node, unit },
    environment,
  );
  const proofs: Kinds[] = [];
  const note = (): void => {
    const taints = environment.get(binding)?.taints ?? [];
    // What else the variable holds by now says nothing of what was given.
    const isGiven = taints.length > 0 && taints.every((taint) => taint.step === step);
    proofs.push(isGiven ? taints.reduce((kinds, taint) => kinds & taint.cleared, allKinds) : 0);
  };
  depth++;
  try {
    if (body.type !== 'statement_block') noteReturn(run, body, environment, unit, outcome, note);
    else if (goThrough(run, body.children, environment, unit, outcome, note) && outcome !== true) note();
  } finally {
    depth--;
  }
  return proofs.length === 0 ? 0 : proofs.reduce((kinds, proof) => kinds & proof, allKinds);
}

function noteReturn(
  run: Interpreter,
  value: SyntaxNode | undefined,
  environment: Environment,
  unit: Unit,
  outcome: Outcome,
  note: () => void,
): void {
  const returned = value && bare(value);
  if (outcome === 'returned') return note();
  if (!returned || /^(?:false|null|undefined)$/.test(returned.type)) {
    if (!outcome) note();
    return;
  }
  if (returned.type === 'true') {
    if (outcome) note();
    return;
  }
  const before = environment.save();
  run.assume(returned, outcome, environment, unit);
  note();
  environment.variables = before;
}

/** Whether code that is not gone through may end the function with an outcome. */
function mayGive(code: string, outcome: Outcome): boolean {
  return [...code.matchAll(/\breturn\b\s*(\w*)/g)].some(
    ([, value]) => outcome === 'returned' || value !== (outcome ? 'false' : 'true'),
  );
}

/** Whether the end of the statements is reached. */
function goThrough(
  run: Interpreter,
  statements: readonly SyntaxNode[],
  environment: Environment,
  unit: Unit,
  outcome: Outcome,
  note: () => void,
): boolean {
  for (const statement of statements) {
    if (statement.type === 'return_statement') {
      const value = statement.children.find((child) => child.type !== 'comment');
      noteReturn(run, value, environment, unit, outcome, note);
      return false;
    }
    if (statement.type === 'throw_statement') return false;
    if (statement.type === 'statement_block') {
      if (!goThrough(run, statement.children, environment, unit, outcome, note)) return false;
    } else if (statement.type === 'if_statement') {
      if (!goThroughIf(run, statement, environment, unit, outcome, note)) return false;
    } else if (/_declaration$|^expression_statement$/.test(statement.type) && !isFunction(statement))
      run.execute(statement, environment, { unit, returns: [] });
    else if (mayGive(unit.text.slice(statement.start, statement.end), outcome)) {
      // A way out of a loop or the like, on which nothing is known to be proven.
      const before = environment.save();
      environment.variables = new Map();
      note();
      environment.variables = before;
    }
  }
  return true;
}

function goThroughIf(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
  outcome: Outcome,
  note: () => void,
): boolean {
  const condition = node.get('condition');
  const consequence = node.get('consequence');
  const alternative = node.get('alternative')?.children.filter((child) => child.type !== 'comment');
  const before = environment.save();
  if (condition) run.assume(condition, true, environment, unit);
  const taken = goThrough(run, consequence ? [consequence] : [], environment, unit, outcome, note);
  const afterTaken = environment.variables;
  environment.variables = before;
  if (condition) run.assume(condition, false, environment, unit);
  const other = goThrough(run, alternative ?? [], environment, unit, outcome, note);
  if (taken && other)
    environment.variables = joinVariables(afterTaken, environment.variables, environment.parent);
  else if (taken) environment.variables = afterTaken;
  return taken || other;
}

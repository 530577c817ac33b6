import type { SyntaxNode } from '../../syntax/tree.js';
import { positional } from './address.js';
import type { Environment } from './environment.js';
import { assumeCall, assumeOutcome } from './guard-call.js';
import { assumeBinary } from './guard-comparison.js';
import { addressOf, memberOf, subjectOf, definitionOf, type Refine } from './guard-subject.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, allKindsBut, kindsOf, type Kinds } from './kind.js';
import { bare } from './node.js';
import { setPath } from './set-path.js';
import type { Unit } from './unit.js';
import { deepTaints } from './join.js';
import { clear, isConstant, unknown, type Value } from './value.js';

/** What a condition proves of the values that it looks at, in the branch where it holds or does not. */
export function assume(
  run: Interpreter,
  condition: SyntaxNode,
  holds: boolean,
  environment: Environment,
  unit: Unit,
): void {
  run.spend();
  const node = bare(condition);
  const refine = refiner(run, environment, unit);
  switch (node.type) {
    case 'unary_expression': {
      const operand = node.get('argument');
      if (operand && node.get('operator')?.type === '!') run.assume(operand, !holds, environment, unit);
      return;
    }
    case 'binary_expression':
      return assumeBinary(run, node, holds, environment, unit, refine);
    case 'identifier': {
      const definition = definitionOf(node, unit);
      if (definition && /^(?:call|binary|unary)_expression$/.test(bare(definition).type))
        run.assume(definition, holds, environment, unit);
      return;
    }
    case 'subscript_expression': {
      const object = node.get('object');
      const isKnown = object && run.evaluate(object, environment, unit).taints.length === 0;
      // What the prototype has is found too.
      if (holds && isKnown) refine(node.get('index'), allKindsBut('property', 'pollution', 'method'));
      return;
    }
    case 'call_expression':
      return assumeCall(run, node, holds, environment, unit, refine);
    case 'switch_case': {
      const subject = node.parent?.parent?.get('value');
      const value = node.get('value');
      const isType = value && subject && bare(subject).type === 'unary_expression';
      if (subject && value && !isType && isConstant(run.evaluate(value, environment, unit)))
        refine(subject, allKinds);
      return;
    }
  }
}

/** A call came back: what its function throws at is not there. */
export function assumeReturned(
  run: Interpreter,
  statement: SyntaxNode,
  environment: Environment,
  unit: Unit,
): void {
  const awaited = bare(statement);
  const node =
    awaited.type === 'await_expression' && awaited.children[0] ? bare(awaited.children[0]) : awaited;
  if (node.type === 'call_expression')
    assumeOutcome(run, node, 'returned', environment, unit, refiner(run, environment, unit));
}

function refiner(run: Interpreter, environment: Environment, unit: Unit): Refine {
  return (subject, kinds) => {
    if (!subject || !kinds) return;
    const proven = subjectOf(subject, unit);
    setPath(run, proven, environment, unit, (value) => clear(value, kinds));
    const list = numbered(proven);
    if (list) setPath(run, list, environment, unit, (value) => clear(value, kinds & nameKinds));
    if ((kinds & pathKind) !== 0) refineResolved(run, proven, environment, unit);
    if (run.carried.size > 0) refineCarried(run, run.evaluate(proven, environment, unit), kinds);
    const owner = addressOf(proven, unit);
    if (owner) refineAddress(run, owner, positional, environment, unit);
    const schemeOf = memberOf(proven, /^protocol$/, unit);
    if (schemeOf && kinds === allKinds) refineAddress(run, schemeOf, kindsOf('link'), environment, unit);
    // Whoever checks where a message comes from trusts what is in it.
    if (owner && kinds === allKinds && run.evaluate(owner, environment, unit).origins.some(isMessage))
      setPath(run, owner, environment, unit, () => unknown);
  };
}

const pathKind = kindsOf('path');

/** A check of `path.resolve(root, name)`, or of what was declared as that, holds for `name`, which leads to the same place. */
function refineResolved(run: Interpreter, proven: SyntaxNode, environment: Environment, unit: Unit): void {
  const definition = definitionOf(proven, unit);
  const made = proven.type === 'call_expression' ? proven : definition && bare(definition);
  if (made?.type !== 'call_expression') return;
  if (!run.evaluate(proven, environment, unit).origins.some((origin) => resolving.test(origin))) return;
  const last = made.get('arguments')?.children.findLast((child) => child.type !== 'comment');
  if (last && /^(?:identifier|member_expression)$/.test(last.type))
    setPath(run, last, environment, unit, (value) => clear(value, pathKind));
}

const resolving = /^(?:path\.(?:resolve|join|normalize)|fs\.(?:promises\.)?realpath(?:Sync)?)\(\)$/;

const nameKinds = kindsOf('pollution', 'property');

/** The list of `names[i]`: which of them it is, is not known, and each of them is asked in its turn. */
function numbered(node: SyntaxNode): SyntaxNode | undefined {
  const isNumbered = node.type === 'subscript_expression' && node.get('index')?.type === 'identifier';
  return isNumbered ? node.get('object') : undefined;
}

function isMessage(origin: string): boolean {
  return origin.startsWith('@dom.MessageEvent()');
}

/** What was hung on a request before it was checked is checked too. */
function refineCarried(run: Interpreter, { taints }: Value, kinds: Kinds): void {
  const sources = new Set(taints.map(({ source }) => source.node));
  for (const [path, value] of run.carried)
    if (deepTaints(value).some(({ source }) => sources.has(source.node)))
      run.carried.set(path, clear(value, kinds));
}

/** The host of an address is known: then also that of the text it was parsed from, whatever variable that stands in. */
function refineAddress(
  run: Interpreter,
  owner: SyntaxNode,
  kinds: Kinds,
  environment: Environment,
  unit: Unit,
): void {
  const address = run.evaluate(owner, environment, unit);
  const sources = new Set(address.taints.map((taint) => taint.source.node));
  if (sources.size === 0) return;
  const prove = (value: Value): Value => clear(value, kinds);
  setPath(run, owner, environment, unit, prove);
  for (const [variable, value] of environment.variables)
    if (value.taints.some((taint) => sources.has(taint.source.node)))
      environment.variables.set(variable, prove(value));
  for (const { source } of address.taints)
    if (source.unit === unit) setPath(run, source.node, environment, unit, prove);
}

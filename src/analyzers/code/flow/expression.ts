import type { SyntaxNode } from '../../syntax/tree.js';
import { asGuess, isGuess, type CompiledSource } from '../models.js';
import { positional, reopen } from './address.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, kindsOf } from './kind.js';
import { evaluateMarkup } from './markup.js';
import { concatenation } from './text.js';
import { bare, isClass, isFunction, keyName, nearestClass, stringText, unescapeOne } from './node.js';
import { brief, type Unit } from './unit.js';
import {
  asNamed,
  asParts,
  clear,
  constantText,
  either,
  from,
  join,
  joinAll,
  joinTaints,
  literal,
  someNumber,
  text,
  unknown,
  withField,
  withTaints,
  type Taint,
  type Value,
} from './value.js';

/** What an expression gives, as far as it is known. */
export function evaluate(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  run.spend();
  tellNode(run, node, environment, unit);
  const inner = (child: SyntaxNode | undefined): Value =>
    child ? run.evaluate(child, environment, unit) : unknown;
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
      return readName(run, node, environment, unit);
    case 'this':
      return readThis(node, environment);
    case 'string':
      return text(stringText(node, unit.text));
    case 'template_string':
      return evaluateTemplate(run, node, environment, unit);
    case 'number':
      return literal(Number(unit.text.slice(node.start, node.end).replace(/_/g, '')));
    case 'true':
    case 'false':
      return literal(node.type === 'true');
    case 'null':
    case 'undefined':
      return literal(null);
    case 'regex': {
      const pattern = node.get('pattern');
      const flags = node.get('flags');
      const source = pattern ? unit.text.slice(pattern.start, pattern.end) : '';
      return {
        ...from('RegExp()'),
        fields: new Map([
          ['source', text(source)],
          ['flags', text(flags ? unit.text.slice(flags.start, flags.end) : '')],
        ]),
      };
    }
    case 'parenthesized_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
    case 'await_expression':
    case 'yield_expression':
    case 'type_assertion':
      return inner(bare(node) === node ? node.children.at(-1) : bare(node));
    case 'member_expression':
      return evaluateMember(run, node, environment, unit);
    case 'subscript_expression':
      return evaluateSubscript(run, node, environment, unit);
    case 'call_expression':
    case 'new_expression':
      return run.evaluateCall(node, environment, unit);
    case 'binary_expression':
      return evaluateBinary(run, node, environment, unit);
    case 'ternary_expression':
      return evaluateTernary(run, node, environment, unit);
    case 'unary_expression': {
      const operand = inner(node.get('argument'));
      const operator = node.get('operator')?.type;
      if (operator === '!' && typeof operand.literal === 'boolean') return literal(!operand.literal);
      if (operator === '-' && typeof operand.literal === 'number') return literal(-operand.literal);
      if (operator === 'void') return literal(null);
      return unknown;
    }
    case 'update_expression': {
      const counter = node.get('argument');
      inner(counter);
      if (counter) run.bind(counter, someNumber, environment, unit, false);
      return someNumber;
    }
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return evaluateAssignment(run, node, environment, unit);
    case 'object':
      return evaluateObject(run, node, environment, unit);
    case 'array': {
      const elements = node.children.filter((child) => child.type !== 'comment');
      return arrayOf(
        elements.map((child) =>
          child.type === 'spread_element' ? spreadOf(inner(child.children[0])) : inner(child),
        ),
      );
    }
    case 'spread_element':
      return inner(node.children[0]);
    case 'sequence_expression':
      return node.children.map(inner).at(-1) ?? unknown;
    case 'import':
      return unknown;
    case 'jsx_element':
    case 'jsx_self_closing_element':
    case 'jsx_fragment':
    case 'jsx_expression':
      return evaluateMarkup(run, node, environment, unit);
  }
  if (isFunction(node)) {
    const call = { unit, node, environment };
    run.noteFunction(call);
    return { ...unknown, call };
  }
  if (isClass(node)) return run.evaluateClass(node, environment, unit);
  return unknown;
}

/** Has the rules look at a node by its syntax. */
export function tellNode(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): void {
  const checks = run.nodeChecks(node.type);
  if (!checks || !run.isMain(unit)) return;
  for (const { rule, pattern } of checks) {
    const found = pattern.check(unit, node, {
      read: (child) => run.force(run.evaluate(child, environment, unit)),
      open: (specifier) => run.openUnit(specifier, unit),
    });
    for (const verdict of found === undefined ? [] : 'message' in found ? [found] : found)
      run.tell(rule, unit, verdict.node ?? node, verdict);
  }
}

function readName(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const binding = unit.scopes.resolve(node);
  const name = unit.text.slice(node.start, node.end);
  if (binding) {
    const value = environment.get(binding) ?? unknown;
    const path = value === unknown ? run.models.looseVariable(name) : undefined;
    return path === undefined ? value : from(asGuess(path));
  }
  if (name === 'undefined') return literal(null);
  if (name === 'arguments') return arrayOf(environment.given() ?? []);
  if (name === 'module') return environment.get(unit.tree.root) ?? unknown;
  if (name === 'exports') return environment.get(unit.tree.root)?.fields?.get('exports') ?? unknown;
  if (name === 'globalThis' || name === 'window' || name === 'self' || name === 'global')
    return from('globalThis');
  if (run.models.isGlobal(name)) return sourced(run, from(run.models.module(name)), node, unit);
  return environment.get(unit.implicit(name, node)) ?? unknown;
}

function readThis(node: SyntaxNode, environment: Environment): Value {
  const owner = nearestClass(node);
  return (owner && environment.get(owner)) ?? unknown;
}

function evaluateTemplate(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const parts: Value[] = [];
  for (const child of node.children) {
    const raw = unit.text.slice(child.start, child.end);
    if (child.type === 'string_fragment') parts.push(text(raw));
    else if (child.type === 'escape_sequence') parts.push(text(unescapeOne(raw)));
    else if (child.type === 'template_substitution') {
      const expression = child.children.find((part) => part.type !== 'comment');
      if (expression) parts.push(run.evaluate(expression, environment, unit));
    }
  }
  return concatenation(run, parts, node, unit);
}

function evaluateMember(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const object = node.get('object');
  const property = node.get('property');
  if (!object || !property) return unknown;
  const name = unit.text.slice(property.start, property.end);
  return wider(run.readMember(run.evaluate(object, environment, unit), name, node, unit), object, node, unit);
}

/** Where a property of a source is read at once, the whole is the source: `req.query.id`, not `req.query`. */
function wider(value: Value, object: SyntaxNode, node: SyntaxNode, unit: Unit): Value {
  if (value.taints.length === 0) return value;
  // A parameter that is a source has its pattern for a node.
  const declared = object.type === 'identifier' ? unit.scopes.resolve(object)?.node : undefined;
  const isWhole = ({ step, source }: Taint): boolean =>
    step === source && (step.node === object || step.node === declared);
  if (!value.taints.some(isWhole)) return value;
  const what = brief(unit, node);
  const source = { unit, node, message: `enters here as ${what}`, previous: undefined };
  const origin = value.origins[0];
  const taints = value.taints.map((taint) =>
    isWhole(taint) ? { ...taint, what, step: source, source, origin: origin ?? taint.origin } : taint,
  );
  return { ...value, taints };
}

function evaluateSubscript(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const object = node.get('object');
  const index = node.get('index');
  if (!object || !index) return unknown;
  const key = run.evaluate(index, environment, unit);
  const name = constantText(key) ?? (typeof key.literal === 'number' ? String(key.literal) : undefined);
  const owner = run.evaluate(object, environment, unit);
  const value = wider(run.readMember(owner, name, node, unit), object, node, unit);
  if (name !== undefined || key.taints.length === 0 || owner.origins.includes('Object.create()'))
    return value;
  const taints = key.taints.filter((taint) => (taint.cleared & kindsOf('pollution')) === 0);
  return taints.length > 0 ? { ...value, lookup: { taints, unit, node } } : value;
}

const maxLazyMembers = 4;

/** A property of a value: known by name, a source by its API path, or a part of data that came from outside. */
export function readMember(
  run: Interpreter,
  object: Value,
  name: string | undefined,
  node: SyntaxNode,
  unit: Unit,
): Value {
  if (object.lazy && object.lazy.members.length < maxLazyMembers) {
    // Another file is looked at only when a call makes its value matter.
    if (name === undefined) return unknown;
    return { ...unknown, lazy: { ...object.lazy, members: [...object.lazy.members, name] } };
  }
  const owner = object;
  if (name === undefined) {
    // Which property it is, is not known: it may be any of them.
    const known = owner.origins.flatMap((origin) => run.models.element(origin) ?? []);
    const any = joinAll([{ ...unknown, origins: known }, ...(owner.fields?.values() ?? [])]);
    const whole = owner.fields && owner.closed ? any : join(any, { ...unknown, taints: owner.taints });
    const elements = owner.origins
      .map((origin) => run.models.member(origin, '*'))
      .filter((origin) => run.models.source(origin));
    if (elements.length > 0) return sourced(run, { ...whole, origins: elements }, node, unit);
    return whole.taints.length > 0 ? { ...whole, taints: asParts(whole.taints), shape: undefined } : whole;
  }
  const field = owner.fields?.get(name);
  if (field) return owner.fields?.has('*') ? join(field, owner.fields.get('*') ?? unknown) : field;
  // `req.query.size` is a name that somebody sends; the size of what was made of it is a number.
  const isSource = owner.taints.some((taint) => taint.step === taint.source);
  if (name === 'length' || (name === 'size' && !isSource)) return unknown;
  const element = /^\d+$/.test(name) ? owner.fields?.get('*') : undefined;
  if (element) return element;
  const origins = owner.origins.flatMap((origin) => {
    const path = origin === 'globalThis' ? globalPath(run, name) : run.models.member(origin, name);
    return path === '' ? [] : [path];
  });
  if (origins.length === 0 && !owner.closed && !owner.construct) {
    const path = run.models.looseMember(name);
    if (path !== undefined) origins.push(asGuess(path));
  }
  let taints = owner.closed && owner.fields ? unknown.taints : asNamed(owner.taints, name);
  if (taints.length > 0 && origins.some((origin) => run.models.isHarmless(origin)))
    return { ...unknown, origins };
  if (taints.length > 0 && origins.some((origin) => run.models.isPart(origin))) taints = reopen(taints);
  if (taints.length > 0 && origins.some((origin) => run.models.isHostless(origin)))
    taints = clear({ ...unknown, taints }, positional).taints;
  return sourced(run, { origins, taints }, node, unit);
}

/** A property of the global object is the global of that name, unless an alias says otherwise. */
function globalPath(run: Interpreter, name: string): string {
  const path = run.models.member('globalThis', name);
  return path === `globalThis.${name}` ? run.models.module(name) : path;
}

/** Adds the taint of a source, where an API path is one. */
function sourced(run: Interpreter, value: Value, node: SyntaxNode, unit: Unit): Value {
  for (const origin of value.origins) {
    const source = run.models.source(origin);
    if (!source) continue;
    // Of a source within a source the inner one says more; what the outer one was made safe for holds for it too.
    const inherited = value.taints.reduce((kinds, taint) => kinds & taint.cleared, allKinds);
    const taint = taintOf(source, origin, node, unit);
    const cleared = value.taints.length > 0 ? taint.cleared | inherited : taint.cleared;
    return { ...value, taints: [{ ...taint, cleared }], shape: value.shape ?? source.shape };
  }
  return value;
}

/** A value with an API path, as a framework hands it over at a node. */
export function entering(run: Interpreter, origin: string, node: SyntaxNode, unit: Unit): Value {
  return sourced(run, from(origin), node, unit);
}

/** The data of a source, as it enters at a node. */
export function taintOf(source: CompiledSource, origin: string, node: SyntaxNode, unit: Unit): Taint {
  const what = brief(unit, node);
  const step = { unit, node, message: `enters here as ${what}`, previous: undefined };
  const doubt = isGuess(origin) ? 1 : 0;
  return { kind: source.kind, what, origin, step, source: step, cleared: source.cleared, doubt };
}

const comparisons = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', 'in', 'instanceof']);

function evaluateBinary(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const left = node.get('left');
  const right = node.get('right');
  const operator = node.get('operator')?.type ?? '';
  if (!left || !right) return unknown;
  if (operator === '+') return evaluateSum(run, node, environment, unit);
  const a = run.evaluate(left, environment, unit);
  if (operator === '&&' || operator === '||' || operator === '??') {
    const before = environment.save();
    if (operator !== '??') run.assume(left, operator === '&&', environment, unit);
    const b = run.evaluate(right, environment, unit);
    environment.variables = before;
    if (operator === '&&') return b;
    if (a.literal === false || a.literal === null || constantText(a) === '') return b;
    return either(a, b);
  }
  const b = run.evaluate(right, environment, unit);
  if (comparisons.has(operator)) return unknown;
  if (typeof a.literal === 'number' && typeof b.literal === 'number')
    return fold(operator, a.literal, b.literal);
  return unknown;
}

/** Flattens `a + b + c`, which nests as deep as it is long in generated code. */
function evaluateSum(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const operands: SyntaxNode[] = [];
  let at = node;
  for (;;) {
    const right = at.get('right');
    const left = at.get('left');
    if (right) operands.push(right);
    if (left?.type === 'binary_expression' && left.get('operator')?.type === '+') at = left;
    else {
      if (left) operands.push(left);
      break;
    }
  }
  const parts = operands.reverse().map((operand) => run.evaluate(operand, environment, unit));
  if (parts.every((part) => typeof part.literal === 'number'))
    return literal(parts.reduce((sum, part) => sum + Number(part.literal), 0));
  const isText = parts.some((part) => part.shape !== undefined || part.taints.length > 0);
  return isText ? concatenation(run, parts, node, unit) : unknown;
}

function fold(operator: string, a: number, b: number): Value {
  if (operator === '*') return literal(a * b);
  if (operator === '-') return literal(a - b);
  if (operator === '/') return literal(a / b);
  if (operator === '**') return literal(a ** b);
  return unknown;
}

function evaluateTernary(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const condition = node.get('condition');
  const consequence = node.get('consequence');
  const alternative = node.get('alternative');
  if (!condition || !consequence || !alternative) return unknown;
  run.evaluate(condition, environment, unit);
  const before = environment.save();
  run.assume(condition, true, environment, unit);
  const a = run.evaluate(consequence, environment, unit);
  environment.variables = before;
  const again = environment.save();
  run.assume(condition, false, environment, unit);
  const b = run.evaluate(alternative, environment, unit);
  environment.variables = again;
  return either(a, b);
}

function evaluateAssignment(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right) return unknown;
  let value = run.evaluate(right, environment, unit);
  const operator = node.get('operator')?.type;
  if (operator === '+=') {
    const before = run.evaluate(left, environment, unit);
    value =
      before.shape !== undefined ||
      value.shape !== undefined ||
      before.taints.length + value.taints.length > 0
        ? concatenation(run, [before, value], node, unit)
        : someNumber;
  } else if (operator === '||=' || operator === '??=' || operator === '&&=') {
    value = join(run.evaluate(left, environment, unit), value);
  } else if (operator !== undefined && operator !== '=') value = someNumber;
  run.bind(left, value, environment, unit, false);
  return value;
}

function evaluateObject(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  let object: Value = { ...unknown, fields: new Map(), closed: true };
  for (const child of node.children) {
    switch (child.type) {
      case 'pair': {
        const key = child.get('key');
        const right = child.get('value');
        const value = right ? run.evaluate(right, environment, unit) : unknown;
        const computed = key?.type === 'computed_property_name' ? key.children[0] : undefined;
        const name =
          keyName(key, unit.text) ?? (computed && constantText(run.evaluate(computed, environment, unit)));
        object = withField(object, name ?? '*', value);
        break;
      }
      case 'shorthand_property_identifier':
        object = withField(
          object,
          unit.text.slice(child.start, child.end),
          run.evaluate(child, environment, unit),
        );
        break;
      case 'method_definition': {
        const name = keyName(child.get('name'), unit.text);
        if (name) object = withField(object, name, run.evaluate(child, environment, unit));
        break;
      }
      case 'spread_element': {
        const inner = child.children[0];
        const spread = inner ? run.evaluate(inner, environment, unit) : unknown;
        const fields = new Map([...(object.fields ?? []), ...(spread.fields ?? [])]);
        object = withTaints({ ...object, fields, closed: object.closed && spread.closed }, spread.taints);
        break;
      }
    }
  }
  return object;
}

/** An array; its elements stand in fields by number, and together under `*` for a reader that does not know which. */
export function arrayOf(elements: readonly Value[]): Value {
  const fields = new Map<string, Value>();
  elements.slice(0, 50).forEach((element, index) => fields.set(String(index), element));
  if (elements.length > 50) fields.set('*', joinAll(elements.slice(50)));
  return { origins: ['Array()'], taints: joinTaints(elements.map((element) => element.taints)), fields };
}

function spreadOf(value: Value): Value {
  return value.fields ? joinAll([...value.fields.values()]) : { ...value, shape: undefined };
}

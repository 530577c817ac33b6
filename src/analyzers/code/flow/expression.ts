import type { SyntaxNode } from '../../syntax/tree.js';
import { asGuess } from '../models.js';
import { keyOf } from '../stated.js';
import { evaluateObject, arrayOf, spreadOf } from './collection.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { evaluateMarkup } from './markup.js';
import { evaluateMember, evaluateSubscript } from './member.js';
import { bare, isClass, isFunction, nearestFunction, ownerOfThis, stringText, unescapeOne } from './node.js';
import { evaluateBinary, evaluateTernary, evaluateAssignment } from './operator.js';
import type { Binding } from './scope.js';
import { sourced } from './source.js';
import { concatenation } from './text.js';
import type { Unit } from './unit.js';
import { join } from './join.js';
import { from, literal, someNumber, text, unknown, type Value } from './value.js';

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
    case 'type_assertion':
      return inner(bare(node) === node ? node.children.at(-1) : bare(node));
    case 'yield_expression':
      return evaluateYield(run, node, environment, unit);
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

/** Keeps what a generator yields with its body, where its caller finds it. What comes back is not known. */
function evaluateYield(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const given = node.children.find((child) => child.type !== 'comment' && child.type !== '*');
  const value = given ? run.evaluate(given, environment, unit) : unknown;
  const yielded = given && node.has('*') ? run.readMember(value, undefined, given, unit) : value;
  const body = nearestFunction(node).get('body');
  if (body) environment.set(body, join(environment.get(body) ?? unknown, yielded));
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
    const stated = run.models.hasStated && value.call ? statedHere(run, name, binding, unit) : undefined;
    if (stated !== undefined) return from(stated);
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
  const value = environment.get(unit.implicit(name, node));
  const path = value ? undefined : run.models.undeclared(name);
  return path === undefined ? (value ?? unknown) : from(asGuess(path));
}

/** The API path of a function of the file itself that a configuration speaks of. */
function statedHere(run: Interpreter, name: string, binding: Binding, unit: Unit): string | undefined {
  if (binding.owner !== unit.tree.root) return undefined;
  return run.models.stated(keyOf(`./${unit.path}`))?.get(name);
}

function readThis(node: SyntaxNode, environment: Environment): Value {
  const owner = ownerOfThis(node);
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

import type { SyntaxNode } from '../../syntax/tree.js';
import type { ResultModel } from '../frameworks/framework.js';
import { isGuess } from '../models.js';
import { Environment } from './environment.js';
import type { Interpreter, Invocation } from './interpreter.js';
import { checked } from './schema.js';
import { classSchema } from './schema-class.js';
import { hasOwnThis, isGenerator, keyName, memberName, ownerOfThis } from './node.js';
import { parametersOf, type Parameter } from './scope.js';
import { brief, type Unit } from './unit.js';
import { allKinds } from './kind.js';
import { arrayOf, listOf } from './collection.js';
import { entering } from './source.js';
import { withField, withFields } from './fields.js';
import { joinAll } from './join.js';
import { clear, from, unknown, type Value } from './value.js';

/** Runs a function's body with given arguments, and returns what it returns. */
export function runFunction(run: Interpreter, call: Invocation): Value {
  const { callee } = call;
  const environment = new Environment(callee.node, callee.environment);
  environment.values = call.values;
  const owner = hasOwnThis(callee.node) ? callee.node : ownerOfThis(callee.node);
  const self = call.self ?? callee.self;
  if (owner && self) environment.variables.set(owner, self);
  const name = callee.node.type === 'function_expression' ? callee.node.get('name') : undefined;
  const own = name && callee.unit.scopes.resolve(name);
  if (own) environment.variables.set(own, { ...unknown, call: callee });
  bindParameters(run, call, environment);
  const body = callee.node.get('body');
  if (!body) return unknown;
  const isConstructor =
    callee.node.type === 'method_definition' &&
    callee.node.parent?.type === 'class_body' &&
    nameOf(callee.node, callee.unit) === 'constructor';
  const { results } = call;
  if (body.type !== 'statement_block') {
    const value = run.evaluate(body, environment, callee.unit);
    if (results) tellResult(run, results, value, body, callee.unit);
    return value;
  }
  const returns: Value[] = [];
  run.execute(body, environment, { unit: callee.unit, returns, results });
  if (owner && (isConstructor || call.constructs === true)) return environment.get(owner) ?? unknown;
  if (isGenerator(callee.node)) return listOf(environment.get(body) ?? unknown);
  return joinAll(returns);
}

/** What a framework's handler returns goes out, as the answer. */
export function tellResult(
  run: Interpreter,
  results: readonly ResultModel[],
  value: Value,
  node: SyntaxNode,
  unit: Unit,
): void {
  for (const model of results) {
    if (model.when && !model.when(value)) continue;
    const names = model.field?.split('.') ?? [];
    // Of data as it came, no property was set by this code.
    if (names[0] !== undefined && !value.fields?.has(names[0])) continue;
    const part = names.reduce((whole, name) => run.readMember(whole, name, node, unit), value);
    run.reach({ kind: model.kind, value: part, unit, node, part: node, sink: 'return', doubt: 0 });
  }
}

export function bindParameters(run: Interpreter, call: Invocation, environment: Environment): void {
  const { unit, node } = call.callee;
  parametersOf(node).forEach((parameter, index) => {
    if (parameter.pattern.type === 'rest_pattern') {
      run.bind(parameter.pattern, arrayOf(call.values.slice(index)), environment, unit, true);
      return;
    }
    let value = typed(run, parameter, call.values[index] ?? unknown, environment, unit);
    if (value === unknown && parameter.initial) value = run.evaluate(parameter.initial, environment, unit);
    run.bind(parameter.pattern, value, environment, unit, true);
    if (parameter.node.has('accessibility_modifier')) assignProperty(parameter, value, environment, unit);
  });
}

/** `constructor(private readonly db: Pool)` sets `this.db`. */
function assignProperty(parameter: Parameter, value: Value, environment: Environment, unit: Unit): void {
  const owner = ownerOfThis(parameter.node);
  const name = keyName(parameter.pattern, unit.text);
  if (owner && name !== undefined)
    environment.set(owner, withField(environment.get(owner) ?? unknown, name, value));
}

const plainTypes = /^(?:number|boolean|bigint|Date)$/;

/** What a type annotation adds to a value: an API path where the type comes from a known module, safety where it is a number. */
function typed(
  run: Interpreter,
  parameter: Parameter,
  value: Value,
  environment: Environment,
  unit: Unit,
): Value {
  const type = parameter.type;
  if (!type) return value;
  if (plainTypes.test(brief(unit, type))) return clear(value, allKinds);
  if (value.taints.length > 0) {
    const schema = classSchema(run, type, environment, unit);
    if (schema) return checked(value, schema);
  }
  const isGuessed = value.origins.length > 0 && value.origins.every(isGuess);
  if ((value.origins.length > 0 && !isGuessed) || value.fields || value.call) return value;
  const origin = typeOrigin(run, type, environment, unit);
  if (origin === undefined) return value;
  if (!isGuessed) return { ...value, origins: [origin] };
  // A type of a library says more than a parameter's name.
  return run.models.knows(origin) ? entering(run, origin, parameter.pattern, unit) : value;
}

/** The API path of an instance of a type that is imported. */
function typeOrigin(
  run: Interpreter,
  type: SyntaxNode,
  environment: Environment,
  unit: Unit,
): string | undefined {
  const name = type.type === 'generic_type' ? type.get('name') : type;
  if (!name) return undefined;
  if (name.type === 'type_identifier') {
    const binding = unit.scopes.resolve(name);
    const value = binding && environment.get(binding);
    const written = unit.text.slice(name.start, name.end);
    const origin = value?.origins[0] ?? (!binding && run.models.isGlobal(written) ? written : undefined);
    return origin === undefined ? undefined : run.models.result(origin);
  }
  if (name.type === 'nested_type_identifier') {
    const module = name.get('module');
    const member = name.get('name');
    const binding = module && unit.scopes.resolve(module);
    const origin = binding && environment.get(binding)?.origins[0];
    if (origin === undefined || !member) return undefined;
    return run.models.result(run.models.member(origin, unit.text.slice(member.start, member.end)));
  }
  return undefined;
}

function nameOf(node: SyntaxNode, unit: Unit): string | undefined {
  return keyName(node.get('name'), unit.text);
}

/** A class: its constructor is run once for what it sets, then its methods see that. */
export function evaluateClass(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const heritage = node.first('class_heritage');
  const parent =
    heritage?.first('extends_clause')?.get('value') ??
    heritage?.children.find((child) => child.type !== 'implements_clause');
  const base = parent && parent.type !== 'extends_clause' ? run.evaluate(parent, environment, unit) : unknown;
  const inherited = base.fields?.get('prototype') ?? unknown;
  let instance: Value = {
    ...inherited,
    origins: base.origins.map((origin) => run.models.result(origin)).filter((origin) => origin !== ''),
  };
  let statics: Value = { ...unknown, construct: { unit, node, environment } };
  const members = (node.get('body')?.children ?? []).filter((child) => child.type !== 'comment');
  const inner = new Environment(node, environment);
  const methods: (readonly [string, Value])[] = [];
  for (const member of members) {
    if (member.type === 'method_definition') {
      const name = memberName(member, unit.text);
      const call = { unit, node: member, environment: inner };
      if (name === undefined) continue;
      run.noteFunction(call);
      if (member.has('static')) statics = withField(statics, name, { ...unknown, call });
      else if (name !== 'constructor') methods.push([name, { ...unknown, call }]);
    }
  }
  if (methods.length > 0) instance = withFields(instance, methods);
  inner.variables.set(node, instance);
  for (const member of members) {
    if (member.type === 'public_field_definition' || member.type === 'field_definition') {
      const name = keyName(member.get('name') ?? member.get('property'), unit.text);
      const initial = member.get('value');
      const type = member.get('type')?.children[0];
      if (name === undefined) continue;
      let value = initial ? run.evaluate(initial, inner, unit) : unknown;
      const origin = type && value === unknown ? typeOrigin(run, type, environment, unit) : undefined;
      if (origin !== undefined) value = from(origin);
      if (member.has('static')) statics = withField(statics, name, value);
      else inner.variables.set(node, withField(inner.variables.get(node) ?? instance, name, value));
    } else if (member.type === 'class_static_block') run.execute(member, inner, { unit, returns: [] });
  }
  const constructorNode = members.find(
    (member) => member.type === 'method_definition' && nameOf(member, unit) === 'constructor',
  );
  if (constructorNode) {
    const callee = { unit, node: constructorNode, environment: inner };
    const made = run.invoke({
      callee,
      values: [],
      self: inner.variables.get(node),
      node: constructorNode,
      unit,
    });
    if (made !== unknown) inner.variables.set(node, made);
  }
  return withField(statics, 'prototype', inner.variables.get(node) ?? instance);
}

import type { SyntaxNode } from '../../syntax/tree.js';
import { positional } from './address.js';
import type { Environment, Variable } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { asGuess, plainOf } from '../models.js';
import { fixedKey } from './member.js';
import { bare, keyName, ownerOfThis, setterOf } from './node.js';
import { brief, type Unit } from './unit.js';
import { withField } from './fields.js';
import { deepTaints, join, joinAll, withTaints } from './join.js';
import { addStep, clear, constantText, from, unknown, type Lookup, type Value } from './value.js';

/** Gives the names of a pattern the parts of a value; the left side of an assignment is such a pattern too. */
export function bind(
  run: Interpreter,
  pattern: SyntaxNode,
  value: Value,
  environment: Environment,
  unit: Unit,
  declares: boolean,
): void {
  run.spend();
  const next = (child: SyntaxNode | undefined, part: Value): void => {
    if (child) run.bind(child, part, environment, unit, declares);
  };
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern': {
      const name = unit.text.slice(pattern.start, pattern.end);
      const binding =
        unit.scopes.resolve(pattern) ??
        (run.models.isGlobal(name) ? undefined : unit.implicit(name, pattern));
      if (binding) environment.set(binding, named(value, pattern, unit));
      else
        tellAssignment(
          run,
          pattern,
          pattern,
          from('globalThis'),
          unit.text.slice(pattern.start, pattern.end),
          value,
          unit,
        );
      return;
    }
    case 'object_pattern':
      return bindObject(run, pattern, value, environment, unit, declares);
    case 'array_pattern': {
      pattern.children.forEach((child, index) => {
        if (child.type === 'rest_pattern') next(child.children[0], value);
        else next(child, run.readMember(value, String(index), child, unit));
      });
      return;
    }
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const right = pattern.get('right');
      const initial = right ? run.evaluate(right, environment, unit) : unknown;
      return next(pattern.get('left'), value === unknown ? initial : join(value, initial));
    }
    case 'rest_pattern':
      return next(pattern.children[0], value);
    case 'member_expression':
    case 'subscript_expression':
      return assignMember(run, pattern, value, environment, unit);
    case 'parenthesized_expression':
    case 'non_null_expression':
    case 'as_expression':
      return next(bare(pattern), value);
    case 'undefined':
      return;
  }
}

/** Notes that data now goes by a name, for the trace. */
function named(value: Value, identifier: SyntaxNode, unit: Unit): Value {
  if (value.taints.length === 0) return value;
  const name = unit.text.slice(identifier.start, identifier.end);
  return { ...value, taints: addStep(value.taints, unit, identifier, `is kept in ${name}`) };
}

function bindObject(
  run: Interpreter,
  pattern: SyntaxNode,
  value: Value,
  environment: Environment,
  unit: Unit,
  declares: boolean,
): void {
  const bound = new Set<string>();
  for (const child of pattern.children) {
    if (child.type === 'rest_pattern') {
      const inner = child.children[0];
      const fields = value.fields && new Map([...value.fields].filter(([name]) => !bound.has(name)));
      if (inner) run.bind(inner, { ...value, fields }, environment, unit, declares);
      continue;
    }
    const keyNode = child.type === 'pair_pattern' ? child.get('key') : (child.get('left') ?? child);
    const target = child.type === 'pair_pattern' ? child.get('value') : child;
    const name = keyName(keyNode, unit.text);
    if (name !== undefined) bound.add(name);
    if (!target) continue;
    const part = run.readMember(value, name, keyNode ?? child, unit);
    run.bind(target, name === undefined ? part : renamed(part, value, name), environment, unit, declares);
  }
}

/** A part that is taken out of a source at once is the source: `req.body.name`, not `req.body`. */
function renamed(part: Value, whole: Value, name: string): Value {
  if (!whole.taints.some((taint) => taint.step === taint.source)) return part;
  const taints = part.taints.map((taint) =>
    taint.step === taint.source && whole.taints.some((other) => other.source === taint.source)
      ? { ...taint, what: `${taint.what}.${name}` }
      : taint,
  );
  return { ...part, taints };
}

/** `a.b.c = value`: the variable `a` then holds an object with what is known of `b.c`. */
function assignMember(
  run: Interpreter,
  target: SyntaxNode,
  value: Value,
  environment: Environment,
  unit: Unit,
): void {
  const object = target.get('object');
  if (!object) return;
  const owner = run.evaluate(object, environment, unit);
  const property = target.get('property');
  const index = target.get('index');
  const key = index ? run.evaluate(index, environment, unit) : undefined;
  const name = property
    ? unit.text.slice(property.start, property.end)
    : (constantText(key) ?? (index && key && fixedKey(index, key, unit)));
  tellAssignment(run, target, object, owner, name, value, unit);
  if (key && name === undefined)
    run.reach({
      kind: 'property',
      value: key,
      unit,
      node: target,
      part: index ?? target,
      sink: brief(unit, target),
      doubt: 0,
    });
  if (key && name === undefined && owner.lookup && !isMadeHere(value))
    reachPrototype(run, target, owner.lookup, key, unit);
  if (name !== undefined) carry(run, owner, name, value);
  const setter = name === undefined ? undefined : owner.fields?.get(setterOf(name))?.call;
  if (setter) {
    const changed = run.invoke({
      callee: setter,
      values: [value],
      self: owner,
      node: target,
      unit,
      constructs: true,
    });
    setPath(run, object, environment, unit, () => changed);
    return;
  }
  const isAddress = owner.origins.includes('URL()');
  setPath(run, object, environment, unit, (before) =>
    isAddress && name !== undefined
      ? withAddressPart(before, name, value)
      : name === undefined
        ? withField(withTaints(before, value.taints), '*', join(before.fields?.get('*') ?? unknown, value))
        : withField(before, name, value),
  );
}

/**
 * `a[b][c] = d` with names from outside writes to the prototype of all objects. What a library is given counts where the
 * names are many, from a path or from the keys of an object: a row and a column are numbers.
 */
export function reachPrototype(
  run: Interpreter,
  target: SyntaxNode,
  lookup: Lookup,
  key: Value,
  unit: Unit,
): void {
  const taints = [...lookup.taints, ...key.taints];
  const isLibrary = taints.every((taint) => taint.kind === 'library');
  if (isLibrary && !taints.every((taint) => taint.part)) return;
  run.reach({
    kind: 'pollution',
    value: key,
    unit: isLibrary && descends(lookup) ? lookup.unit : unit,
    node: isLibrary && descends(lookup) ? lookup.node : target,
    part: target.get('index') ?? target,
    sink: brief(unit, target),
    doubt: 0,
  });
}

/** `at = at[key]`: the way down, where all the names but the last one count. */
function descends({ unit, node }: Lookup): boolean {
  const assignment = node.parent?.type === 'assignment_expression' ? node.parent : undefined;
  const left = assignment?.get('left');
  const object = node.get('object');
  return left !== undefined && object !== undefined && brief(unit, left) === brief(unit, object);
}

/** `req.user = …` in one handler is there in the next one. */
function carry(run: Interpreter, owner: Value, name: string, value: Value): void {
  for (const origin of owner.origins) {
    if (!run.models.isCarrier(origin)) continue;
    const path = plainOf(run.models.member(origin, name));
    // What is safe the next time it is set is so from then on, as far as is known.
    if (run.models.source(path)) continue;
    if (deepTaints(value).length > 0) run.carried.set(path, value);
    else run.carried.delete(path);
  }
}

/** An empty object on the way to what is set, and no value of anybody's. */
function isMadeHere(value: Value): boolean {
  return value.closed === true && deepTaints(value).length === 0;
}

/** A `URL` of which one part is set: a host decides where it leads, and other parts do not. */
function withAddressPart(address: Value, name: string, value: Value): Value {
  if (!/^(?:host|hostname|href)$/.test(name)) return withField(address, name, clear(value, positional));
  return withField(value.taints.length === 0 ? clear(address, positional) : address, name, value);
}

/** Changes what is known of the object that an expression names, where that is a variable, `this`, or a property of one. */
export function setPath(
  run: Interpreter,
  expression: SyntaxNode,
  environment: Environment,
  unit: Unit,
  change: (before: Value) => Value,
): void {
  const node = bare(expression);
  if (node.type === 'member_expression' || node.type === 'subscript_expression') {
    const object = node.get('object');
    const property = node.get('property') ?? node.get('index');
    const name =
      node.type === 'member_expression' && property
        ? unit.text.slice(property.start, property.end)
        : ((property && fixedKey(property, unknown, unit)) ?? keyName(property, unit.text));
    if (!object || name === undefined) return;
    const before = run.evaluate(node, environment, unit);
    setPath(run, object, environment, unit, (owner) => withField(owner, name, change(before)));
    return;
  }
  if (
    node.type === 'identifier' &&
    unit.text.slice(node.start, node.end) === 'exports' &&
    !unit.scopes.resolve(node)
  ) {
    const module = environment.get(unit.tree.root) ?? unknown;
    environment.set(
      unit.tree.root,
      withField(module, 'exports', change(module.fields?.get('exports') ?? unknown)),
    );
    return;
  }
  const variable = variableOf(node, unit);
  if (variable) environment.set(variable, change(environment.get(variable) ?? unknown));
}

function variableOf(node: SyntaxNode, unit: Unit): Variable | undefined {
  if (node.type === 'identifier') {
    const isModule = unit.text.slice(node.start, node.end) === 'module';
    return unit.scopes.resolve(node) ?? (isModule ? unit.tree.root : undefined);
  }
  return node.type === 'this' ? ownerOfThis(node) : undefined;
}

function tellAssignment(
  run: Interpreter,
  target: SyntaxNode,
  object: SyntaxNode,
  owner: Value,
  name: string | undefined,
  value: Value,
  unit: Unit,
): void {
  if (name === undefined) return;
  const handler = run.models.handler(name);
  if (handler && value.call && handler.when?.(unit) !== false) {
    const callee = value.call;
    const values = handler.parameters.map((origin) => from(asGuess(origin)));
    run.defer({ callee, values, self: callee.self, node: callee.node, unit: callee.unit });
  }
  const whole = target.parent ?? target;
  const right = whole.get('right') ?? target;
  const receiver = /([\w$]+)\W*$/.exec(brief(unit, object, 200))?.[1] ?? '';
  for (const model of run.models.assignments(name)) {
    const known = owner.origins.some((origin) => run.models.knows(origin));
    const byOrigin = model.of?.some((origin) => owner.origins.includes(origin)) ?? false;
    const byGuess = model.of?.some((origin) => owner.origins.includes(asGuess(origin))) ?? false;
    const byName = !known && (model.receiver?.test(receiver) ?? false);
    if (model.of || model.receiver ? !byOrigin && !byGuess && !byName : false) continue;
    if (model.when && !model.when(owner, value)) continue;
    const sink = object === target ? name : `${brief(unit, object, 40)}.${name}`;
    run.reach({
      kind: model.kind,
      value,
      unit,
      node: whole,
      part: right,
      sink,
      doubt: byOrigin || !(model.receiver ?? model.of) ? 0 : 1,
    });
  }
  for (const { rule, pattern } of run.models.assignmentChecks(name)) {
    const verdict = pattern.check({ unit, node: whole, property: name, object: owner, value });
    if (verdict) run.tell(rule, unit, verdict.node ?? whole, verdict);
  }
}

/** Adds what is put into a collection to what is known of it. */
export function fill(before: Value, values: readonly Value[]): Value {
  const added = joinAll(values);
  const elements = join(before.fields?.get('*') ?? unknown, added);
  return withField(withTaints(before, added.taints), '*', elements);
}

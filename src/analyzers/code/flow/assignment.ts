import type { SyntaxNode } from '../../syntax/tree.js';
import { asGuess, plainOf } from '../models.js';
import { positional } from './address.js';
import type { Environment } from './environment.js';
import { withField } from './fields.js';
import type { Interpreter } from './interpreter.js';
import { deepTaints, join, withTaints } from './join.js';
import { fixedKey } from './member.js';
import { setterOf } from './node.js';
import { reachPrototype } from './prototype.js';
import { setPath } from './set-path.js';
import { brief, type Unit } from './unit.js';
import { clear, constantText, from, moduleOrigin, unknown, type Value } from './value.js';

/** `a.b.c = value`: the variable `a` then holds an object with what is known of `b.c`. */
export function assignMember(
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
  if (name === 'exports' && owner.origins.includes(moduleOrigin)) {
    const { root } = unit.tree;
    environment.set(root, withField(environment.get(root) ?? unknown, name, value));
  }
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

/** What models and rules say of a property that is assigned. */
export function tellAssignment(
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

import type { SyntaxNode } from '../../syntax/tree.js';
import { asGuess, plainOf } from '../models.js';
import { isAccessor } from './node.js';
import { positional, reopen } from './address.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { kindsOf } from './kind.js';
import { checked, partOf } from './schema.js';
import { entersAs, sourced } from './source.js';
import { statedMember } from './stated-member.js';
import { isOwnKey } from './own-key.js';
import { brief, type Unit } from './unit.js';
import { join, joinAll } from './join.js';
import { asNamed, asParts, clear, constantText, unknown, type Taint, type Value } from './value.js';

export function evaluateMember(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const object = node.get('object');
  const property = node.get('property');
  if (!object || !property) return unknown;
  const name = unit.text.slice(property.start, property.end);
  const value = run.readMember(run.evaluate(object, environment, unit), name, node, unit);
  return wider(run, value, object, node, unit);
}

/** Where a property of a source is read at once, the whole is the source: `req.query.id`, not `req.query`. */
function wider(run: Interpreter, value: Value, object: SyntaxNode, node: SyntaxNode, unit: Unit): Value {
  if (value.taints.length === 0) return value;
  // A parameter that is a source has its pattern for a node.
  const declared = object.type === 'identifier' ? unit.scopes.resolve(object)?.node : undefined;
  const isWhole = ({ step, source }: Taint): boolean =>
    step === source && (step.node === object || step.node === declared);
  if (!value.taints.some(isWhole)) return value;
  const what = brief(unit, node);
  const origin = value.origins[0];
  const taints = value.taints.map((taint) => {
    if (!isWhole(taint)) return taint;
    const message = entersAs(what, run.models.source(taint.origin)?.note);
    const source = { unit, node, message, previous: undefined };
    return { ...taint, what, step: source, source, origin: origin ?? taint.origin };
  });
  return { ...value, taints };
}

export function evaluateSubscript(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const object = node.get('object');
  const index = node.get('index');
  if (!object || !index) return unknown;
  const key = run.evaluate(index, environment, unit);
  const name =
    constantText(key) ?? (typeof key.literal === 'number' ? String(key.literal) : fixedKey(index, key, unit));
  const owner = run.evaluate(object, environment, unit);
  const value = wider(run, run.readMember(owner, name, node, unit), object, node, unit);
  if (name !== undefined || key.taints.length === 0 || owner.origins.includes('Object.create()'))
    return value;
  if (isOwnKey(index, object, unit)) return value;
  const taints = key.taints.filter((taint) => (taint.cleared & kindsOf('pollution')) === 0);
  return taints.length > 0 ? { ...value, lookup: { taints, unit, node } } : value;
}

/** A name for what is kept under a constant of the file whose value is not known, as `kState` of `this[kState]`. */
export function fixedKey(index: SyntaxNode, key: Value, unit: Unit): string | undefined {
  const binding =
    index.type === 'identifier' && key.taints.length === 0 ? unit.scopes.resolve(index) : undefined;
  if (binding?.owner !== unit.tree.root) return undefined;
  let declaration = binding.node;
  while (declaration.parent && declaration.parent.type !== 'program') declaration = declaration.parent;
  const isConstant = declaration.type === 'lexical_declaration' && declaration.get('kind')?.type === 'const';
  const isFixed = isConstant || declaration.type === 'import_statement';
  return isFixed ? `[${binding.name}]` : undefined;
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
  const part = readPart(run, object, name, node, unit);
  return object.checked ? checked(part, partOf(object.checked, name)) : part;
}

function readPart(
  run: Interpreter,
  object: Value,
  name: string | undefined,
  node: SyntaxNode,
  unit: Unit,
): Value {
  const isPutOn = name !== undefined && object.fields?.has(name) === true;
  if (object.lazy && !isPutOn && object.lazy.members.length < maxLazyMembers) {
    // Another file is looked at only when a call makes its value matter.
    if (name === undefined) return unknown;
    const others = object.others?.flatMap((other) =>
      other.lazy ? [readPart(run, other, name, node, unit)] : [],
    );
    const lazy = { ...object.lazy, members: [...object.lazy.members, name] };
    return (run.models.hasStated && statedMember(run, lazy, node, unit)) || { ...unknown, lazy, others };
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
  if (field?.call && isAccessor(field.call.node, 'get'))
    return run.invoke({ callee: field.call, values: [], self: owner, node, unit });
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
  const carried = run.carried.size > 0 && carriedTo(run, origins);
  if (carried) return carried;
  let taints = owner.closed && owner.fields ? unknown.taints : asNamed(owner.taints, name);
  if (taints.length > 0 && origins.some((origin) => run.models.isHarmless(origin)))
    return { ...unknown, origins };
  if (taints.length > 0 && origins.some((origin) => run.models.isPart(origin))) taints = reopen(taints);
  if (taints.length > 0 && origins.some((origin) => run.models.isHostless(origin)))
    taints = clear({ ...unknown, taints }, positional).taints;
  if (taints.length > 0 && origins.some((origin) => run.models.isPathless(origin)))
    taints = clear({ ...unknown, taints }, kindsOf('path')).taints;
  return sourced(run, { origins, taints }, node, unit);
}

/** What another handler hung on an object that this one is handed. */
function carriedTo(run: Interpreter, origins: readonly string[]): Value | undefined {
  const [value] = origins.flatMap((origin) => run.carried.get(plainOf(origin)) ?? []);
  if (!value) return undefined;
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, doubt: Math.max(taint.doubt, 1) })) };
}

/** A property of the global object is the global of that name, unless an alias says otherwise. */
function globalPath(run: Interpreter, name: string): string {
  const path = run.models.member('globalThis', name);
  return path === `globalThis.${name}` ? run.models.module(name) : path;
}

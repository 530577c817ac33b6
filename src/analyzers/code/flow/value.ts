import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Kinds, SourceKind } from './kind.js';
import type { Schema } from './schema.js';
import type { Unit } from './unit.js';

/** A place in the code, with what happens there. */
export interface Step {
  readonly unit: Unit;
  readonly node: SyntaxNode;
  readonly message: string;
  readonly previous: Step | undefined;
}

/** Data that somebody else may have written. */
export interface Taint {
  readonly kind: SourceKind;
  /** How the source is written here, as `req.query.id`. */
  readonly what: string;
  /** Its API path, as `express.Request().query`. */
  readonly origin: string;
  /** The latest step; the first one is the source. */
  readonly step: Step;
  readonly source: Step;
  /** What it has been made safe for. */
  readonly cleared: Kinds;
  /** It is a part that was taken out by a name or number that varies, as one key of many. */
  readonly part?: boolean;
  /** 0 where each step is proven, 1 where one is read off names, 2 where one is a guess. */
  readonly doubt: number;
}

export interface Lazy {
  /** The file that imports it. */
  readonly unit: Unit;
  readonly specifier: string;
  /** The export; `*` for all of them. */
  readonly name: string;
  /** Properties that were read of it since. */
  readonly members: readonly string[];
}

/** A function as a value: its code, and the variables that it sees. */
export interface FunctionValue {
  readonly unit: Unit;
  readonly node: SyntaxNode;
  readonly environment: Environment;
  /** What `this` is in it, for methods. */
  readonly self?: Value;
}

/** A function of the language itself whose effect the interpreter knows. */
export type NativeFunction = (values: readonly Value[]) => Value;

/** What is known of a value. Immutable; the empty value says nothing. */
export interface Value {
  /** API paths that it may stand for, as `pg.Pool().query`. */
  readonly origins: readonly string[];
  readonly taints: readonly Taint[];
  /** Its text where it is known to be one, with `hole` for the parts that are not known. */
  readonly shape?: string | undefined;
  /** A constant other than text. */
  readonly literal?: number | boolean | null | undefined;
  /** Properties or elements that are known by name. */
  readonly fields?: ReadonlyMap<string, Value> | undefined;
  /** All properties are in `fields`. */
  readonly closed?: boolean | undefined;
  readonly call?: FunctionValue | undefined;
  /** Functions and exports that it may be instead of the one that is told: one of a table, or chosen by a condition. */
  readonly others?: readonly Value[] | undefined;
  readonly native?: NativeFunction | undefined;
  /** The class that `new` makes instances of. */
  readonly construct?:
    { readonly unit: Unit; readonly node: SyntaxNode; readonly environment: Environment } | undefined;
  /** It was found in an object under a name that somebody else may have written. */
  readonly lookup?: Lookup | undefined;
  /** An export of another file of the repository that has not been looked at yet. */
  readonly lazy?: Lazy | undefined;
  /** It is a schema, of what it says. */
  readonly schema?: Schema | undefined;
  /** What let it through, and speaks of its properties too. */
  readonly checked?: Schema | undefined;
}

export interface Lookup {
  readonly taints: readonly Taint[];
  readonly unit: Unit;
  readonly node: SyntaxNode;
}

/** Stands in a shape for text that is not known. */
export const hole = '\0';

const none: readonly never[] = [];

/** Says nothing. Each other value is made from it, with its properties in their order, so that all have one hidden class. */
export const unknown: Value = {
  origins: none,
  taints: none,
  shape: undefined,
  literal: undefined,
  fields: undefined,
  closed: undefined,
  call: undefined,
  others: undefined,
  native: undefined,
  construct: undefined,
  lookup: undefined,
  lazy: undefined,
  schema: undefined,
  checked: undefined,
};

/** Some text of which nothing is known but that nobody else wrote it. */
export const someText: Value = { ...unknown, shape: hole };

/** Some number: unlike nothing known, it takes the place of the constant that a counter began with. */
export const someNumber: Value = { ...unknown };

export function text(value: string): Value {
  return { ...unknown, shape: value };
}

export function literal(value: number | boolean | null): Value {
  return { ...unknown, literal: value };
}

export function from(origin: string): Value {
  return { ...unknown, origins: [origin] };
}

/** Its text where all of it is known. */
export function constantText(value: Value | undefined): string | undefined {
  return value?.shape === undefined || value.shape.includes(hole) ? undefined : value.shape;
}

export function isConstant(value: Value): boolean {
  return constantText(value) !== undefined || value.literal !== undefined;
}

/** The text before the first part that is not known. */
export function knownPrefix(value: Value): string {
  const at = value.shape?.indexOf(hole) ?? 0;
  return at < 0 ? (value.shape ?? '') : (value.shape ?? '').slice(0, at);
}

/** The longest chain of steps that is kept, and the most sources that one value is followed from. */
const maxSteps = 20;
const maxTaints = 4;
const maxOrigins = 4;
const maxFields = 200;
/** Objects that hold each other grow with each assignment; from here on the inner one is no longer looked into. */
const maxWeight = 2000;
const maxShape = 2000;

/** The taints of several values, at most four, best proven first. */
export function joinTaints(lists: readonly (readonly Taint[])[]): readonly Taint[] {
  let joined: readonly Taint[] = lists[0] ?? none;
  for (const list of lists) {
    if (list.length === 0 || list === joined) continue;
    if (joined.length === 0) {
      joined = list;
      continue;
    }
    const merged = [...joined];
    let isChanged = false;
    for (const taint of list) {
      const same = merged.findIndex((other) => other.source.node === taint.source.node);
      const other = merged[same];
      if (!other) merged.push(taint);
      else if (
        other !== taint &&
        ((other.cleared & ~taint.cleared) !== 0 || (taint.part === true && !other.part))
      )
        merged[same] = { ...taint, cleared: taint.cleared & other.cleared };
      else continue;
      isChanged = true;
    }
    if (!isChanged) continue;
    joined =
      merged.length > maxTaints ? merged.sort((a, b) => a.doubt - b.doubt).slice(0, maxTaints) : merged;
  }
  return joined;
}

/** What was joined before: objects that hold each other in several places would be walked once for each way to them. */
const joins = new WeakMap<Value, WeakMap<Value, Value>>();

/** What is known of a value that is one of two. */
export function join(a: Value, b: Value): Value {
  if (a === b || b === unknown) return a;
  if (a === unknown) return b;
  if (!(a.fields && b.fields) && !(a.call && b.call)) return joinParts(a, b);
  let withA = joins.get(a);
  if (!withA) joins.set(a, (withA = new WeakMap()));
  let joined = withA.get(b);
  if (!joined) withA.set(b, (joined = joinParts(a, b)));
  return joined;
}

/** What two texts begin with: `git log`, to which one of two ways added an option. */
function joinShapes(a: string, b: string): string {
  let same = 0;
  while (same < a.length && a[same] === b[same] && a[same] !== hole) same++;
  return a.slice(0, same) + hole;
}

/** The first value itself where the second adds nothing, so that what is shared stays shared. */
function joinParts(a: Value, b: Value): Value {
  const origins = joinOrigins(a.origins, b.origins);
  const taints = joinTaints([a.taints, b.taints]);
  const shape = a.shape === b.shape ? a.shape : joinShapes(a.shape ?? '', b.shape ?? '');
  const literal = a.literal === b.literal ? a.literal : undefined;
  const fields = joinFields(opened(a, b), opened(b, a));
  const closed = a.closed && b.closed ? true : undefined;
  const call = a.call ?? b.call;
  const others = joinOthers(a, b);
  const native = a.native ?? b.native;
  const construct = a.construct ?? b.construct;
  const lookup = a.lookup ?? b.lookup;
  const lazy = a.lazy ?? b.lazy;
  const schema = a.schema === b.schema ? a.schema : undefined;
  const checked = a.checked === b.checked ? a.checked : undefined;
  const isSame =
    origins === a.origins &&
    taints === a.taints &&
    shape === a.shape &&
    literal === a.literal &&
    fields === a.fields &&
    closed === a.closed &&
    call === a.call &&
    others === a.others &&
    native === a.native &&
    construct === a.construct &&
    lookup === a.lookup &&
    lazy === a.lazy &&
    schema === a.schema &&
    checked === a.checked;
  if (isSame) return a;
  return {
    ...a,
    origins,
    taints,
    shape,
    literal,
    fields,
    closed,
    call,
    others,
    native,
    construct,
    lookup,
    lazy,
    schema,
    checked,
  };
}

/** How many functions are called where it is not known which one is. */
const maxOthers = 5;

function joinOthers(a: Value, b: Value): readonly Value[] | undefined {
  if (!(a.call ?? a.lazy) || !(b.call ?? b.lazy)) return a.others ?? b.others;
  const known = [a, ...(a.others ?? [])];
  const added = [b, ...(b.others ?? [])].filter(
    (other) => !known.some((value) => isSameFunction(value, other)),
  );
  if (added.length === 0) return a.others;
  const bare = added.map(({ call, lazy }) => ({ ...unknown, call, lazy }));
  return [...(a.others ?? []), ...bare].slice(0, maxOthers);
}

function isSameFunction(a: Value, b: Value): boolean {
  if (a.call || b.call) return a.call?.node === b.call?.node;
  return a.lazy?.specifier === b.lazy?.specifier && a.lazy?.name === b.lazy?.name;
}

/** The value of an expression that is one of two, of which the first may be anything: `given ?? 'default'`. */
export function either(a: Value, b: Value): Value {
  const joined = join(a, b);
  if ((a !== unknown && b !== unknown) || !isConstant(joined)) return joined;
  return { ...joined, literal: undefined, shape: joined.shape === undefined ? undefined : hole };
}

export function joinAll(values: readonly Value[]): Value {
  return values.reduce(join, unknown);
}

function joinOrigins(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  const added = b.filter((origin) => !a.includes(origin));
  return added.length === 0 ? a : [...a, ...new Set(added)].slice(0, maxOrigins);
}

function joinFields(
  a: ReadonlyMap<string, Value> | undefined,
  b: ReadonlyMap<string, Value> | undefined,
): ReadonlyMap<string, Value> | undefined {
  if (!a || !b || a === b) return a ?? b;
  let joined: Map<string, Value> | undefined;
  for (const [name, value] of b) {
    const other = a.get(name);
    const both = other ? join(other, value) : value;
    if (both === other || (!other && (joined ?? a).size >= maxFields)) continue;
    joined ??= new Map(a);
    joined.set(name, both);
  }
  return joined ?? a;
}

/** The known properties of a value that may also be another one, of whose properties is known only where they come from. */
function opened(value: Value, other: Value): ReadonlyMap<string, Value> | undefined {
  if (!value.fields || other.closed || other.taints.length === 0) return value.fields;
  let fields: Map<string, Value> | undefined;
  for (const [name, field] of value.fields) {
    if (other.fields?.has(name)) continue;
    const either = join(field, { ...unknown, taints: asNamed(other.taints, name) });
    if (either !== field) (fields ??= new Map(value.fields)).set(name, either);
  }
  return fields ?? value.fields;
}

/** The properties in a value and in what it holds, counted once for each way to them. */
const weights = new WeakMap<ReadonlyMap<string, Value>, number>();

function weightOf(value: Value): number {
  if (!value.fields) return 1;
  let weight = weights.get(value.fields);
  if (weight === undefined) {
    weight = 1;
    for (const field of value.fields.values()) weight += weightOf(field);
    weights.set(value.fields, weight);
  }
  return weight;
}

/** A value with one property set; what was known of it otherwise stays. */
export function withField(value: Value, name: string, field: Value): Value {
  if (value.fields?.get(name) === field) return value;
  return { ...value, fields: setField(new Map(value.fields), value, name, field) };
}

/** A value with several properties set in turn, for which its properties are copied once. */
export function withFields(value: Value, named: Iterable<readonly [string, Value]>): Value {
  const fields = new Map(value.fields);
  const whole = { ...value, fields };
  for (const [name, field] of named) {
    weights.delete(fields);
    setField(fields, whole, name, field);
  }
  weights.delete(fields);
  return whole;
}

function setField(fields: Map<string, Value>, value: Value, name: string, field: Value): Map<string, Value> {
  const isHeavy = field.fields && weightOf(field) + weightOf(value) > maxWeight;
  const held = isHeavy
    ? { ...field, taints: deepTaints(field), fields: undefined, closed: undefined }
    : field;
  if (fields.size < maxFields || fields.has(name)) fields.set(name, held);
  return fields;
}

export function withTaints(value: Value, taints: readonly Taint[]): Value {
  return taints.length === 0 ? value : { ...value, taints: joinTaints([value.taints, taints]) };
}

/** The same value, made safe for some kinds of harm, with all that is known to be in it. */
export function clear(value: Value, kinds: Kinds, seen = new Map<Value, Value>()): Value {
  if (value.taints.length === 0 && !value.fields) return value;
  const known = seen.get(value);
  if (known) return known;
  const isSafe = value.taints.every((taint) => (taint.cleared & kinds) === kinds);
  const taints = isSafe
    ? value.taints
    : value.taints.map((taint) => ({ ...taint, cleared: taint.cleared | kinds }));
  let fields: Map<string, Value> | undefined;
  for (const [name, field] of value.fields ?? []) {
    const safe = clear(field, kinds, seen);
    if (safe !== field) (fields ??= new Map(value.fields)).set(name, safe);
  }
  const cleared = isSafe && !fields ? value : { ...value, taints, fields: fields ?? value.fields };
  seen.set(value, cleared);
  return cleared;
}

/** Marks what a library is given as taken apart, so that a key of many is told from a name that was given whole. */
export function asParts(taints: readonly Taint[]): readonly Taint[] {
  if (!taints.some((taint) => taint.kind === 'library' && !taint.part)) return taints;
  return taints.map((taint) => (taint.kind === 'library' ? { ...taint, part: true } : taint));
}

/** A property with a name of its own is no longer one of many, one with a number is. */
export function asNamed(taints: readonly Taint[], name: string): readonly Taint[] {
  if (/^\d+$/.test(name)) return asParts(taints);
  if (!taints.some((taint) => taint.part)) return taints;
  return taints.map((taint) => (taint.part ? { ...taint, part: false } : taint));
}

/** All taints in a value and, three levels down, in what it holds. */
export function deepTaints(value: Value, depth = 3): readonly Taint[] {
  if (!value.fields || depth === 0) return value.taints;
  return joinTaints([
    value.taints,
    ...[...value.fields.values()].map((field) => deepTaints(field, depth - 1)),
  ]);
}

/** Adds a step to each taint, unless the latest one is at the same place. */
export function addStep(
  taints: readonly Taint[],
  unit: Unit,
  node: SyntaxNode,
  message: string,
): readonly Taint[] {
  return taints.map((taint) => {
    if (taint.step.node === node || stepsOf(taint.step).length >= maxSteps) return taint;
    return { ...taint, step: { unit, node, message, previous: taint.step } };
  });
}

/** The steps from the source on. */
export function stepsOf(step: Step): Step[] {
  const steps: Step[] = [];
  for (let at: Step | undefined = step; at; at = at.previous) steps.push(at);
  return steps.reverse();
}

/** Puts the shapes of parts together; parts that are not text stand as holes. */
export function concatenateShapes(parts: readonly Value[]): string {
  let shape = '';
  for (const part of parts) {
    const next = part.shape ?? (part.literal === undefined ? hole : String(part.literal));
    shape += shape.endsWith(hole) && next.startsWith(hole) ? next.slice(1) : next;
    if (shape.length > maxShape) return shape.slice(0, maxShape) + hole;
  }
  return shape;
}

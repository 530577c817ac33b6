import {
  asNamed,
  constantText,
  hole,
  isConstant,
  unknown,
  type Lookup,
  type Taint,
  type Value,
} from './value.js';

/** Properties that are known of one value. */
export const maxFields = 200;

/** The most sources, and API paths, that one value is followed from. */
const maxTaints = 4;

const maxOrigins = 4;

/** The taints of several values, at most four, best proven first. */
export function joinTaints(lists: readonly (readonly Taint[])[]): readonly Taint[] {
  let joined: readonly Taint[] = lists[0] ?? unknown.taints;
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
        ((other.cleared & ~taint.cleared) !== 0 ||
          (taint.part === true && !other.part) ||
          (taint.placed === true && !other.placed))
      )
        merged[same] = joinTaint(taint, other);
      else continue;
      isChanged = true;
    }
    if (!isChanged) continue;
    joined =
      merged.length > maxTaints ? merged.sort((a, b) => a.doubt - b.doubt).slice(0, maxTaints) : merged;
  }
  return joined;
}

/** Of one source by two ways: with what each way leaves open. */
function joinTaint(a: Taint, b: Taint): Taint {
  const isPlaced = a.placed === true || b.placed === true;
  return { ...a, cleared: a.cleared & b.cleared, ...(isPlaced && { placed: true }) };
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

/** Of two ways down, the one that goes by the names in a path, which lead anywhere; one name is one step. */
function joinLookups(a: Lookup | undefined, b: Lookup | undefined): Lookup | undefined {
  if (!a || !b || a === b) return a ?? b;
  return b.taints.every(({ part }) => part) && !a.taints.every(({ part }) => part) ? b : a;
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
  const lookup = joinLookups(a.lookup, b.lookup);
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
  const patterns = a.fields && b.fields ? joinPatterns(a, b) : undefined;
  if (patterns) return patterns;
  if (!(a.call ?? a.lazy) || !(b.call ?? b.lazy)) return a.others ?? b.others;
  const known = [a, ...(a.others ?? [])];
  const added = [b, ...(b.others ?? [])].filter(
    (other) => !known.some((value) => isSameFunction(value, other)),
  );
  if (added.length === 0) return a.others;
  const bare = added.map(({ call, lazy }) => ({ ...unknown, call, lazy }));
  return [...(a.others ?? []), ...bare].slice(0, maxOthers);
}

/** Which regular expressions it may be, where each is written out: of several, no text is left that says so. */
function joinPatterns(a: Value, b: Value): readonly Value[] | undefined {
  if (!a.origins.includes('RegExp()') || !b.origins.includes('RegExp()')) return undefined;
  const patterns = new Map<string, Value>();
  for (const value of [...(a.others ?? [a]), ...(b.others ?? [b])]) {
    const source = constantText(value.fields?.get('source'));
    if (source !== undefined && patterns.size < maxOthers) patterns.set(source, value);
  }
  return patterns.size > 1 ? [...patterns.values()] : undefined;
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

/** The properties of an object over which another one is laid, which may hold any of them too: `{ ...defaults, ...given }`. */
export function laidOver(
  below: ReadonlyMap<string, Value> | undefined,
  above: Value,
): ReadonlyMap<string, Value> {
  const open = below && opened({ ...unknown, fields: below }, above);
  return new Map([...(open ?? []), ...(above.fields ?? [])]);
}

export function withTaints(value: Value, taints: readonly Taint[]): Value {
  return taints.length === 0 ? value : { ...value, taints: joinTaints([value.taints, taints]) };
}

/** All taints in a value and, three levels down, in what it holds. */
export function deepTaints(value: Value, depth = 3): readonly Taint[] {
  if (!value.fields || depth === 0) return value.taints;
  return joinTaints([
    value.taints,
    ...[...value.fields.values()].map((field) => deepTaints(field, depth - 1)),
  ]);
}

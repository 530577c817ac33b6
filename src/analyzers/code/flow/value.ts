import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment, Variables } from './environment.js';
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
  /** Text that is written out was put before it; what joining several values leaves of their text may not say so. */
  readonly placed?: boolean;
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
  /** The variables around it as they were where it was made. */
  readonly made?: Variables;
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

/** Marks what a file knows as `module`, under whatever name: `(freeModule.exports = api).api = api`. */
export const moduleOrigin = '#module';

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

/** The longest chain of steps that is kept. */
const maxSteps = 20;

const maxShape = 2000;

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

/** A piece of a text does not have before it what the text has. */
export function unplaced(taints: readonly Taint[]): readonly Taint[] {
  return taints.some(({ placed }) => placed) ? taints.map((taint) => ({ ...taint, placed: false })) : taints;
}

/** A property with a name of its own is no longer one of many, one with a number is. */
export function asNamed(taints: readonly Taint[], name: string): readonly Taint[] {
  if (/^\d+$/.test(name)) return asParts(taints);
  if (!taints.some((taint) => taint.part)) return taints;
  return taints.map((taint) => (taint.part ? { ...taint, part: false } : taint));
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
    if (shape.length > maxShape) break;
  }
  return cutShape(shape);
}

/** What of a long shape is kept: a few lines can double a text until it fills the memory. */
export function cutShape(shape: string): string {
  return shape.length > maxShape ? shape.slice(0, maxShape) + hole : shape;
}

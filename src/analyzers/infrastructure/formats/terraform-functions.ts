import type { Scalar } from './terraform-syntax.js';
import type { Resolved, Value } from './terraform-value.js';

/** Longer lists, maps and texts are not built. */
const maxItems = 1000;
const maxText = 65_536;

type Apply = (args: readonly Value[]) => Resolved | undefined;

/** Applies one of Terraform's functions; undefined where it is none of those below or its arguments are not known. */
export function callFunction(name: string, args: readonly Value[]): Resolved | undefined {
  return Object.hasOwn(functions, name) ? functions[name]?.(args) : undefined;
}

const itself: Apply = ([value]) => value?.resolution;
const text =
  (change: (text: string) => string): Apply =>
  ([value]) =>
    scalar(value?.text === undefined ? undefined : change(value.text));

const functions: Readonly<Record<string, Apply>> = {
  tostring: itself,
  tonumber: itself,
  tobool: itself,
  tolist: itself,
  toset: itself,
  tomap: itself,
  sensitive: itself,
  nonsensitive: itself,
  /** A document is judged as the value that it is written from. */
  jsonencode: itself,
  yamlencode: itself,
  lower: text((value) => value.toLowerCase()),
  upper: text((value) => value.toUpperCase()),
  trimspace: text((value) => value.trim()),
  /** An unknown first argument leaves open which one counts. */
  try: itself,
  coalesce: (args) => args.find((value) => value.scalar !== null && value.scalar !== '')?.resolution,
  length: ([value]) => {
    const of = value?.resolution;
    if (of?.kind === 'list') return scalar(of.items.length);
    return of?.kind === 'object' && of.whole ? scalar(of.entries.size) : undefined;
  },
  concat: (args) => {
    const lists = args.map((value) => value.items);
    return lists.every((list) => list !== undefined) ? listOf(lists.flat()) : undefined;
  },
  compact: ([list]) =>
    list?.items && listOf(list.items.filter((item) => item.scalar !== '' && item.scalar !== null)),
  join: ([separator, list]) => {
    const texts = list?.items?.map((item) => item.text);
    return separator?.text !== undefined && texts?.every((item) => item !== undefined)
      ? scalar(texts.join(separator.text))
      : undefined;
  },
  format: ([template, ...args]) => {
    const texts = args.map((value) => value.text);
    if (template?.text === undefined || !texts.every((value) => value !== undefined)) return undefined;
    let next = 0;
    const filled = template.text.replace(/%[sdvq]/g, () => texts[next++] ?? '%');
    return filled.includes('%') ? undefined : scalar(filled);
  },
  lookup: ([map, key, fallback]) => {
    const of = map?.resolution;
    if (of?.kind !== 'object' || key?.text === undefined) return undefined;
    return (of.entries.get(key.text) ?? (of.whole ? fallback : undefined))?.resolution;
  },
  merge: (args) => {
    const maps = args.map((value) => value.entries);
    if (!maps.every((map) => map !== undefined)) return undefined;
    const entries = new Map(maps.flatMap((map) => [...map]));
    const whole = args.every((value) => value.resolution.kind === 'object' && value.resolution.whole);
    return entries.size <= maxItems ? { kind: 'object', entries, whole } : undefined;
  },
};

function scalar(value: Scalar | undefined): Resolved | undefined {
  if (value === undefined || (typeof value === 'string' && value.length > maxText)) return undefined;
  return { kind: 'scalar', value };
}

function listOf(items: readonly Value[]): Resolved | undefined {
  return items.length <= maxItems ? { kind: 'list', items } : undefined;
}

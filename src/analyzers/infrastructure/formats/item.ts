import type { Span } from './span.js';

/** A value or block of any format, as far as the files tell. What can't be known is there, but not `known`. */
export interface Item {
  /** Where a reader sees it: the text of a scalar, the name of anything larger. */
  readonly span: Span;
  readonly known: boolean;
  /** Where it is written, if that is elsewhere in the same file. */
  readonly origin?: Span;
  readonly scalar: string | number | boolean | null | undefined;
  readonly items: readonly Item[] | undefined;
  /** The scalar stands here as such, so that a fix may replace it. */
  readonly isLiteral: boolean;
  /** An inner value; undefined only where it is certainly absent. */
  get(name: string): Item | undefined;
  /** The names of all inner values; absent, or undefined, where they are not known or there are none. */
  names?(): readonly string[] | undefined;
  /** The addresses of resources that it is made from. */
  mentions(): ReadonlySet<string>;
}

/** A resource of Terraform or CloudFormation, or an object of Kubernetes. */
export interface ItemResource {
  readonly type: string;
  readonly name: string;
  /** What others call it, and what fingerprints name it by. */
  readonly address: string;
  readonly settings: Item;
  /** What CloudFormation keeps and shows of a resource besides its properties. */
  readonly metadata?: Item;
  /** The names by which other resources may mean it, besides the address. */
  readonly file: string;
}

/** The resources that are declared together and complete each other. */
export interface Estate {
  /** False when a part of it could not be read. */
  readonly whole: boolean;
  all(type: string): readonly ItemResource[];
}

/** A scalar as text. */
export function textOf(item: Item | undefined): string | undefined {
  const scalar = item?.scalar;
  return scalar === undefined || scalar === null ? undefined : String(scalar);
}

export function booleanOf(item: Item | undefined): boolean | undefined {
  const text = textOf(item)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

export function numberOf(item: Item | undefined): number | undefined {
  const text = textOf(item);
  return text !== undefined && /^-?\d{1,15}(?:\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** The items of a list; of anything else that is there, itself. */
export function listOf(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : (item.items ?? [item]);
}

/** What stands at a path: undefined where it is absent, and then `near` is the innermost part that is there. */
export interface Found {
  readonly item: Item | undefined;
  readonly near: Item;
}

/** Follows names parted by dots, through every item of lists. What is not known gives nothing, unless it is wanted at the end. */
export function follow(root: Item, path: string, evenUnknown = false): Found[] {
  let open: Found[] = [{ item: root, near: root }];
  for (const name of path === '' ? [] : path.split('.')) {
    open = open.flatMap(({ item, near }): Found[] => {
      if (!item) return [{ item, near }];
      return listOf(item)
        .filter((part) => part.known)
        .map((part) => ({ item: part.get(name), near: part }));
    });
  }
  return evenUnknown ? open : open.filter(({ item }) => item?.known !== false);
}

/** Something of which nothing is known, shown at a place. */
export function unknownItem(span: Span): Item {
  const item: Item = {
    span,
    known: false,
    scalar: undefined,
    items: undefined,
    isLiteral: false,
    get: () => item,
    mentions: () => new Set(),
  };
  return item;
}

/** Longer texts are not read as JSON; AWS takes policies of 20 KB and container definitions of 64 KB. */
const maxJson = 65_536;

/** A text that is a JSON document, as what it says. */
export function fromJsonText(text: string, span: Span): Item | undefined {
  if (text.length > maxJson || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return plainItem(JSON.parse(text), span);
  } catch {
    return undefined;
  }
}

function plainItem(value: unknown, span: Span): Item {
  const scalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  return {
    span,
    known: !(typeof value === 'string' && value.includes(hole)),
    scalar: typeof value === 'string' && value.includes(hole) ? undefined : scalar,
    items: Array.isArray(value) ? value.map((item) => plainItem(item, span)) : undefined,
    isLiteral: false,
    get: (name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? plainItem((value as Record<string, unknown>)[name], span)
        : undefined,
    names: () =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined,
    mentions: () => new Set(),
  };
}

/** Stands in a text for what an interpolation would write. */
export const hole = '\u{fffc}';

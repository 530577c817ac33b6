import type { SyntaxNode } from '../../syntax/tree.js';
import { kindsOf, type Kinds } from './kind.js';
import { isFunction, keyName } from './node.js';
import type { Binding } from './scope.js';
import type { Unit } from './unit.js';

/** What may lead to a finding in a file, as its text tells. */
export interface Interest {
  /** Names of what rules check, and of what does harm that data of this file may do. */
  readonly ends: readonly string[];
  /** Names of what brings data in. */
  readonly sources: readonly string[];
  /** Harm that data of this file may do by the syntax of a place, as in a loop that it bounds. */
  readonly harm: Kinds;
  /** What functions return goes out. */
  readonly answers: boolean;
  /** Data comes in under names that cannot be told. */
  readonly entersAnywhere: boolean;
  /** What rules look for in the text. */
  readonly places: readonly RegExp[];
}

const end = 1;
const source = 2;
const outside = 4;
const state = 8;
/** Holds what a rule looks for in the text itself: callers add nothing to that, and are not worth a look for its sake. */
const place = 16;

/** Whether a function is worth being run when nothing calls it. */
export type IsWorth = (node: SyntaxNode) => boolean;

/**
 * Tells which functions may lead to a finding: in those that hold an end, or mention by name what does, a rule may find
 * something; those that hold a source may hand data to another file, or leave it where other functions find it. What
 * others call is run with the call in any case.
 */
export function findWorth(unit: Unit, interest: Interest): IsWorth {
  const { text } = unit;
  const ends = new Set(interest.ends);
  const sources = new Set(interest.sources);
  const flags = new Map<SyntaxNode, number>();
  const variables = new Map<Binding, { flags: number; readonly places: SyntaxNode[] }>();
  const properties = new Map<string, { flags: number; readonly places: SyntaxNode[] }>();
  const pending: { readonly places: readonly SyntaxNode[]; readonly bits: number }[] = [];

  const spread = (to: { flags: number; readonly places: SyntaxNode[] } | undefined, bits: number): void => {
    const added = bits & ~place & ~(to?.flags ?? bits);
    if (!to || added === 0) return;
    to.flags |= added;
    pending.push({ places: to.places, bits: added });
  };
  /** What has a name of its own and holds a place: it is as telling as that is, wherever it is mentioned. */
  const name = (node: SyntaxNode | undefined, bits: number): void => {
    if (!node) return;
    const binding = unit.scopes.resolve(node);
    if (binding) spread(variables.get(binding), bits);
    else spread(properties.get(keyName(node, text) ?? ''), bits);
  };
  const mark = (from: SyntaxNode, bits: number): void => {
    let isWithin = false;
    for (let at: SyntaxNode | undefined = from; at; at = at.parent) {
      if (isFunction(at)) {
        const before = flags.get(at) ?? 0;
        if ((before & bits) === bits) return;
        flags.set(at, before | bits);
        for (const named of namesOf(at)) name(named, bits);
        isWithin = true;
      } else if (!isWithin) for (const named of namedBy(at, from)) name(named, bits);
    }
  };

  const holdsMarkup = (interest.harm & kindsBySyntax.markup) !== 0;
  const nodes = [unit.tree.root];
  const found: { readonly node: SyntaxNode; readonly bits: number }[] = [];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    for (const child of node.children) {
      if (child.children.length > 0) nodes.push(child);
      else if (isName(child)) {
        const written = text.slice(child.start, child.end);
        const bits = (ends.has(written) ? end : 0) | (sources.has(written) ? source : 0);
        if (bits !== 0) found.push({ node: child, bits });
        const binding = isProperty(child) ? undefined : unit.scopes.resolve(child);
        if (binding) add(variables, binding, child);
        else add(properties, written, child);
      } else if (child.type === 'string_fragment' && child.end - child.start < maxName) {
        const written = text.slice(child.start, child.end);
        if (ends.has(written)) found.push({ node: child, bits: end });
      }
      if (child.type === 'string_fragment' && holdsMarkup && text.slice(child.start, child.end).includes('<'))
        found.push({ node: child, bits: end });
    }
    const bits = bitsOf(node, interest);
    if (bits !== 0) found.push({ node, bits });
  }
  for (const { node, bits } of found) mark(node, bits);
  for (const [binding, { places }] of variables)
    if (isImported(binding)) for (const at of places) if (at !== binding.node) mark(at, outside);
  for (const pattern of interest.places)
    for (const [first, last] of matchesOf(pattern, text)) markRange(unit.tree.root, first, last, mark);
  for (let next = pending.pop(); next; next = pending.pop())
    for (const at of next.places) mark(at, next.bits);

  return (node) => {
    const known = flags.get(node) ?? 0;
    if ((known & (end | place)) !== 0) return true;
    const enters = (known & source) !== 0 || interest.entersAnywhere;
    return enters && (known & (outside | state)) !== 0;
  };
}

/** Longer text is no name. */
const maxName = 60;

function isName(node: SyntaxNode): boolean {
  return node.type.endsWith('identifier') || node.type.startsWith('shorthand_property');
}

function isProperty(node: SyntaxNode): boolean {
  return node.type === 'property_identifier' || node.type === 'private_property_identifier';
}

function add<K>(
  map: Map<K, { flags: number; readonly places: SyntaxNode[] }>,
  key: K,
  place: SyntaxNode,
): void {
  const entry = map.get(key);
  if (entry) entry.places.push(place);
  else map.set(key, { flags: 0, places: [place] });
}

const kindsBySyntax = {
  method: kindsOf('method'),
  module: kindsOf('module'),
  limit: kindsOf('limit'),
  pollution: kindsOf('pollution'),
  markup: kindsOf('markup', 'html'),
};

/** What a node says by its kind: that it is an end by its syntax alone, or keeps data. */
function bitsOf(node: SyntaxNode, { harm, answers }: Interest): number {
  const may = (kinds: Kinds): number => ((harm & kinds) === 0 ? 0 : end);
  switch (node.type) {
    case 'call_expression': {
      const callee = node.get('function')?.type;
      if (callee === 'subscript_expression') return may(kindsBySyntax.method);
      return callee === 'import' ? may(kindsBySyntax.module) : 0;
    }
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return may(kindsBySyntax.limit);
    case 'assignment_expression':
      return state | (node.get('left')?.type === 'subscript_expression' ? may(kindsBySyntax.pollution) : 0);
    case 'augmented_assignment_expression':
      return state;
    case 'return_statement':
      return answers ? end : 0;
    case 'arrow_function':
      return answers && node.get('body')?.type !== 'statement_block' ? end : 0;
    default:
      return 0;
  }
}

/** The names by which a function is called: its own, and that of the variable or property that it stands for. */
function namesOf(node: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  const own = node.get('name');
  if (own) names.push(own);
  for (let at: SyntaxNode | undefined = node; at && !isStatement(at); at = at.parent)
    names.push(...namedBy(at, node));
  return names;
}

function isStatement(node: SyntaxNode): boolean {
  return node.type === 'statement_block' || node.type === 'program' || node.type === 'class_body';
}

/** The variable or property that a node gives the value to in which a place stands. */
function namedBy(node: SyntaxNode, place: SyntaxNode): readonly SyntaxNode[] {
  switch (node.type) {
    case 'variable_declarator':
      return namesIn(node.get('name'), place);
    case 'assignment_expression':
      return namesIn(node.get('left'), place);
    case 'pair':
      return namesIn(node.get('key'), place);
    case 'pair_pattern':
      return namesIn(node.get('value'), place);
    case 'public_field_definition':
    case 'field_definition':
      return namesIn(node.get('name') ?? node.get('property'), place);
    case 'import_specifier':
      return namesIn(node.get('alias') ?? node.get('name'), place);
    case 'import_statement':
      return wholeNames(node);
    default:
      return [];
  }
}

function namesIn(node: SyntaxNode | undefined, place: SyntaxNode): readonly SyntaxNode[] {
  if (!node || node === place) return [];
  if (node.type === 'member_expression') {
    const property = node.get('property');
    return property && property !== place ? [property] : [];
  }
  if (isName(node)) return [node];
  const names: SyntaxNode[] = [];
  const pending = [...node.children];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (isName(at) && !isProperty(at)) names.push(at);
    else pending.push(...at.children);
  }
  return names;
}

/** Under which names a module is imported as a whole. */
function wholeNames(statement: SyntaxNode): SyntaxNode[] {
  return (statement.first('import_clause')?.children ?? []).flatMap((part) =>
    part.type === 'identifier' ? [part] : part.type === 'namespace_import' ? [...part.children] : [],
  );
}

function isImported({ node }: Binding): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.type === 'import_statement') return true;
  return false;
}

function* matchesOf(pattern: RegExp, text: string): Generator<readonly [number, number]> {
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`)))
    yield [match.index, match.index + match[0].length];
}

/** Marks all functions that have a part in a stretch of the text. */
function markRange(
  root: SyntaxNode,
  first: number,
  last: number,
  mark: (from: SyntaxNode, bits: number) => void,
): void {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    let isInner = true;
    for (const child of node.children)
      if (child.start <= last && child.end >= first) {
        pending.push(child);
        isInner = false;
      }
    if (isInner) mark(node, place);
  }
}

import type { SyntaxNode } from '../../syntax/tree.js';

const functions = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
]);

export function isFunction(node: SyntaxNode): boolean {
  return functions.has(node.type);
}

export function isClass(node: SyntaxNode): boolean {
  return (
    node.type === 'class_declaration' || node.type === 'abstract_class_declaration' || node.type === 'class'
  );
}

/** The innermost function around a node, itself not counted; the program where there is none. */
export function nearestFunction(node: SyntaxNode): SyntaxNode {
  let at = node.parent;
  while (at?.parent && !isFunction(at)) at = at.parent;
  return at ?? node;
}

/** What gives a node its `this`: the class around it, or the innermost function with a `this` of its own; none at the top. */
export function ownerOfThis(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isClass(at) || hasOwnThis(at)) return at;
  return undefined;
}

/** Whether `this` in a function is what it is called on, and not that of the class or function around it. */
export function hasOwnThis(node: SyntaxNode): boolean {
  if (!isFunction(node) || node.type === 'arrow_function') return false;
  return node.type !== 'method_definition' || node.parent?.type !== 'class_body';
}

/** Whether a method is run when a property is read, or set. */
export function isAccessor(node: SyntaxNode, kind: 'get' | 'set'): boolean {
  return node.type === 'method_definition' && node.has(kind);
}

/** Whether a call of a function gives what it yields, one by one. */
export function isGenerator(node: SyntaxNode): boolean {
  return node.type.startsWith('generator_function') || (node.type === 'method_definition' && node.has('*'));
}

/** The property in which an object keeps a method: one that is set may be read by another method. */
export function memberName(node: SyntaxNode, source: string): string | undefined {
  const name = keyName(node.get('name'), source);
  return name !== undefined && isAccessor(node, 'set') ? setterOf(name) : name;
}

/** The property in which an object keeps what is run when a property is set. */
export function setterOf(name: string): string {
  return `set ${name}`;
}

/** Strips what does not change a value: parentheses, type assertions, `!`, `satisfies`. */
export function bare(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (transparent.has(at.type)) {
    const inner = at.children.find((child) => child.type !== 'comment' && child.type !== 'type_arguments');
    if (!inner) return at;
    at = inner;
  }
  return at;
}

const transparent = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'await_expression',
]);

/** The name that a property or key is written with; undefined where it is computed. */
export function keyName(node: SyntaxNode | undefined, source: string): string | undefined {
  if (!node) return undefined;
  switch (node.type) {
    case 'property_identifier':
    case 'private_property_identifier':
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
    case 'identifier':
    case 'type_identifier':
    case 'number':
      return source.slice(node.start, node.end);
    case 'string':
      return stringText(node, source);
    case 'computed_property_name': {
      const inner = node.children[0];
      return inner?.type === 'string' ? stringText(inner, source) : undefined;
    }
    default:
      return undefined;
  }
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  '0': '\u{fffd}',
};

/** The text of a string literal, with its escapes resolved. */
export function stringText(node: SyntaxNode, source: string): string {
  let value = '';
  for (const child of node.children) {
    const raw = source.slice(child.start, child.end);
    if (child.type === 'escape_sequence') value += unescapeOne(raw);
    else if (child.type === 'string_fragment') value += raw;
  }
  return value;
}

export function unescapeOne(raw: string): string {
  const code = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\})$/.exec(raw);
  if (code) {
    const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\u{fffd}';
  }
  const character = raw.slice(1);
  return character === '\n' ? '' : (escapes[character] ?? character);
}

/** The name of the function, class or variable that encloses a node, from the outside in, as `Shop.find`. */
export function scopeName(node: SyntaxNode, source: string): string {
  const names: string[] = [];
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunction(at) && !isClass(at)) continue;
    const own = at.get('name');
    const holder = own ?? nameOfHolder(at);
    if (holder) names.push(source.slice(holder.start, holder.end));
  }
  return names.reverse().join('.').slice(0, 200);
}

/** `const f = () => …`, `{ f: () => … }`, `exports.f = () => …` */
function nameOfHolder(node: SyntaxNode): SyntaxNode | undefined {
  const parent = node.parent;
  if (parent?.type === 'variable_declarator') return parent.get('name');
  if (parent?.type === 'pair') return parent.get('key');
  if (parent?.type === 'public_field_definition' || parent?.type === 'field_definition')
    return parent.get('name') ?? parent.get('property');
  if (parent?.type === 'assignment_expression') return parent.get('left');
  return undefined;
}

import type { SyntaxNode } from '../../syntax/tree.js';
import { isFunction, nearestFunction } from './node.js';

/** A name that the code declares. */
export interface Binding {
  readonly name: string;
  /** The identifier that declares it. */
  readonly node: SyntaxNode;
  /** The function, or the program, in which it lives. */
  readonly owner: SyntaxNode;
}

/** The names of a file, by the node whose text they are visible in. */
export interface Scopes {
  /** The binding that an identifier stands for; undefined for a global. */
  resolve(identifier: SyntaxNode): Binding | undefined;
}

const blocks = new Set([
  'statement_block',
  'program',
  'for_statement',
  'for_in_statement',
  'switch_body',
  'class_static_block',
  'catch_clause',
  'internal_module',
]);

export function findScopes(root: SyntaxNode, source: string): Scopes {
  const scopes = new Map<SyntaxNode, Map<string, Binding>>();
  const declare = (identifier: SyntaxNode, scope: SyntaxNode): void => {
    const name = source.slice(identifier.start, identifier.end);
    let names = scopes.get(scope);
    if (!names) scopes.set(scope, (names = new Map<string, Binding>()));
    if (names.has(name)) return;
    const owner = isFunction(scope) ? scope : nearestFunction(scope);
    names.set(name, { name, node: identifier, owner });
  };

  const assigned: SyntaxNode[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    declareIn(node, declare);
    const left = node.type === 'assignment_expression' ? node.get('left') : undefined;
    if (left?.type === 'identifier') assigned.push(left);
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child && child.children.length > 0) pending.push(child);
    }
  }

  const find = (identifier: SyntaxNode): Binding | undefined => {
    const name = source.slice(identifier.start, identifier.end);
    let found: Binding | undefined;
    for (let at: SyntaxNode | undefined = identifier; at && !found; at = at.parent)
      found = scopes.get(at)?.get(name);
    return found;
  };
  // A name that is assigned and declared nowhere is a variable of the whole program.
  for (const identifier of assigned)
    if (!platform.test(source.slice(identifier.start, identifier.end)) && !find(identifier))
      declare(identifier, root);

  const resolved = new Map<SyntaxNode, Binding | null>();
  return {
    resolve(identifier) {
      let found = resolved.get(identifier);
      if (found === undefined) resolved.set(identifier, (found = find(identifier) ?? null));
      return found ?? undefined;
    },
  };
}

/** Names that the platform declares. */
const platform =
  /^(?:location|exports|module|window|self|top|parent|global|globalThis|document|name|status|on[a-z]+)$/;

function declareIn(node: SyntaxNode, declare: (identifier: SyntaxNode, scope: SyntaxNode) => void): void {
  switch (node.type) {
    case 'variable_declarator': {
      const scope = node.parent?.type === 'variable_declaration' ? nearestFunction(node) : nearestBlock(node);
      const name = node.get('name');
      if (name) for (const identifier of patternNames(name)) declare(identifier, scope);
      return;
    }
    case 'function_declaration':
    case 'generator_function_declaration':
    case 'class_declaration':
    case 'abstract_class_declaration':
    case 'enum_declaration': {
      const name = node.get('name');
      if (name) declare(name, nearestBlock(node.parent ?? node));
      if (isFunction(node)) declareParameters(node, declare);
      return;
    }
    case 'function_expression':
    case 'generator_function':
    case 'class': {
      const name = node.get('name');
      if (name) declare(name, node);
      if (isFunction(node)) declareParameters(node, declare);
      return;
    }
    case 'arrow_function':
    case 'method_definition':
      declareParameters(node, declare);
      return;
    case 'catch_clause': {
      const parameter = node.get('parameter');
      if (parameter) for (const identifier of patternNames(parameter)) declare(identifier, node);
      return;
    }
    case 'for_in_statement': {
      const left = node.get('left');
      const kind = node.get('kind');
      if (left && kind)
        for (const identifier of patternNames(left))
          declare(identifier, kind.type === 'var' ? nearestFunction(node) : node);
      return;
    }
    case 'import_clause':
    case 'namespace_import': {
      for (const child of node.children) if (child.type === 'identifier') declare(child, nearestBlock(node));
      return;
    }
    case 'import_specifier': {
      const local = node.get('alias') ?? node.get('name');
      if (local) declare(local, nearestBlock(node));
      return;
    }
    case 'import_require_clause': {
      const local = node.first('identifier');
      if (local) declare(local, nearestBlock(node));
      return;
    }
  }
}

function declareParameters(
  node: SyntaxNode,
  declare: (identifier: SyntaxNode, scope: SyntaxNode) => void,
): void {
  for (const parameter of parametersOf(node))
    for (const identifier of patternNames(parameter.pattern)) declare(identifier, node);
}

export interface Parameter {
  /** The whole of it, with type, default and decorators. */
  readonly node: SyntaxNode;
  readonly pattern: SyntaxNode;
  readonly type: SyntaxNode | undefined;
  readonly initial: SyntaxNode | undefined;
}

/** The parameters of a function in order; TypeScript's and JavaScript's grammars differ. */
export function parametersOf(node: SyntaxNode): Parameter[] {
  const single = node.get('parameter');
  if (single) return [{ node: single, pattern: single, type: undefined, initial: undefined }];
  const list: Parameter[] = [];
  for (const child of node.get('parameters')?.children ?? []) {
    if (child.type === 'comment') continue;
    if (child.type === 'required_parameter' || child.type === 'optional_parameter') {
      const pattern = child.get('pattern');
      if (!pattern || pattern.type === 'this') continue;
      list.push({ node: child, pattern, type: child.get('type')?.children[0], initial: child.get('value') });
    } else if (child.type === 'assignment_pattern') {
      const pattern = child.get('left');
      if (pattern) list.push({ node: child, pattern, type: undefined, initial: child.get('right') });
    } else list.push({ node: child, pattern: child, type: undefined, initial: undefined });
  }
  return list;
}

/** The identifiers that a pattern binds. */
export function patternNames(pattern: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  const pending = [pattern];
  for (let node = pending.pop(); node; node = pending.pop()) {
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier_pattern':
        names.push(node);
        break;
      case 'object_pattern':
      case 'array_pattern':
      case 'rest_pattern':
        pending.push(...node.children);
        break;
      case 'pair_pattern': {
        const value = node.get('value');
        if (value) pending.push(value);
        break;
      }
      case 'assignment_pattern':
      case 'object_assignment_pattern': {
        const left = node.get('left');
        if (left) pending.push(left);
        break;
      }
    }
  }
  return names;
}

function nearestBlock(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent && !blocks.has(at.type) && !isFunction(at)) at = at.parent;
  return at;
}

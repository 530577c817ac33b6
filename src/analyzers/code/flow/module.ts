import type { SyntaxNode } from '../../syntax/tree.js';
import { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { bare, stringText } from './node.js';
import type { Unit } from './unit.js';
import { withField, withFields } from './fields.js';
import { join } from './join.js';
import { from, moduleOrigin, unknown, type Value } from './value.js';

/** Runs the top level of a file: imports, declarations, statements; then knows what it exports. */
export function runModule(run: Interpreter, unit: Unit): Environment {
  const { root } = unit.tree;
  const environment = new Environment(root, undefined);
  environment.variables.set(root, { ...from(moduleOrigin), fields: new Map([['exports', unknown]]) });
  unit.exports = unknown;
  for (const statement of root.children)
    if (statement.type === 'import_statement') bindImports(run, statement, environment, unit);
  run.execute(root, environment, { unit, returns: [] });
  unit.exports = exportsOf(run, unit, environment);
  return environment;
}

function bindImports(run: Interpreter, statement: SyntaxNode, environment: Environment, unit: Unit): void {
  const required = statement.first('import_require_clause');
  const source = statement.get('source') ?? required?.get('source') ?? required?.first('string');
  if (!source) return;
  const specifier = stringText(source, unit.text);
  const set = (local: SyntaxNode | undefined, name: string): void => {
    const binding = local && unit.scopes.resolve(local);
    if (binding) environment.set(binding, run.importModule(specifier, name, unit));
  };
  set(required?.first('identifier'), '*');
  for (const part of statement.first('import_clause')?.children ?? []) {
    if (part.type === 'identifier') set(part, 'default');
    else if (part.type === 'namespace_import') set(part.first('identifier'), '*');
    else if (part.type === 'named_imports')
      for (const item of part.children) {
        const name = item.get('name');
        if (name) set(item.get('alias') ?? name, nameText(name, unit));
      }
  }
}

function nameText(node: SyntaxNode, unit: Unit): string {
  return node.type === 'string' ? stringText(node, unit.text) : unit.text.slice(node.start, node.end);
}

/** `module.exports`, `exports`, and a property of them, whose name is the first group. */
const exportsText = /^(?:module\.)?exports(?:\.([\w$]+))?$/;

/** What CommonJS exports, with what was added later to a variable that stands for it or for a property of it. */
function commonExports(unit: Unit, environment: Environment): Value {
  let exported: Value = environment.get(unit.tree.root)?.fields?.get('exports') ?? unknown;
  const add = (targets: readonly SyntaxNode[], identifier: SyntaxNode): void => {
    const binding = unit.scopes.resolve(identifier);
    const value = binding && environment.get(binding);
    if (!value?.fields) return;
    for (const target of targets) {
      const match = exportsText.exec(unit.text.slice(target.start, Math.min(target.end, target.start + 200)));
      if (!match) continue;
      const name = match[1];
      if (name === undefined) exported = join(exported, value);
      else exported = withField(exported, name, join(exported.fields?.get(name) ?? unknown, value));
    }
  };
  for (const part of unit.tree.root.children.flatMap((statement) => statement.children)) {
    if (part.type !== 'variable_declarator' && part.type !== 'assignment_expression') continue;
    const names = namesOf(part);
    for (const name of names) if (name.type === 'identifier') add(names, name);
  }
  return exported;
}

/** All that stands for one value: `lib`, `exports` and `module.exports` in `var lib = exports = module.exports`. */
function namesOf(part: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  for (let at = part; ;) {
    const name = at.get('name') ?? at.get('left');
    const value = at.get('value') ?? at.get('right');
    const isName = at.type === 'variable_declarator' || at.type === 'assignment_expression';
    names.push(isName && name ? name : at);
    if (!isName || !value) return names;
    at = bare(value);
  }
}

/** `export type * from`, `export type { A }`, `export type A =`: nothing of it is left when the code runs. */
const ofTypes = /^export\s+type\b/;

function exportsOf(run: Interpreter, unit: Unit, environment: Environment): Value {
  const exported: (readonly [string, Value])[] = [];
  const wholes: string[] = [];
  const set = (name: string, value: Value | undefined): void => {
    if (value) exported.push([name, value]);
  };
  const variable = (identifier: SyntaxNode): Value | undefined => {
    const binding = unit.scopes.resolve(identifier);
    return binding && environment.get(binding);
  };
  for (const statement of unit.tree.root.children) {
    if (
      statement.type !== 'export_statement' ||
      ofTypes.test(unit.text.slice(statement.start, statement.start + 40))
    )
      continue;
    const source = statement.get('source');
    const specifier = source && stringText(source, unit.text);
    for (const item of statement.first('export_clause')?.children ?? []) {
      const name = item.get('name');
      // Before the name of a type stands `type`.
      if (name?.start !== item.start) continue;
      const outside = nameText(item.get('alias') ?? name, unit);
      set(
        outside,
        specifier === undefined ? variable(name) : run.importModule(specifier, nameText(name, unit), unit),
      );
    }
    if (specifier !== undefined && !statement.has('export_clause') && !statement.has('namespace_export')) {
      const all = run.force(run.importModule(specifier, '*', unit));
      for (const [name, value] of all.fields ?? []) if (name !== 'default') set(name, value);
      wholes.push(...all.origins);
    }
    const namespace = statement.first('namespace_export')?.children.find(({ type }) => type === 'identifier');
    if (specifier !== undefined && namespace)
      set(unit.text.slice(namespace.start, namespace.end), run.importModule(specifier, '*', unit));
    const declaration = statement.get('declaration');
    for (const identifier of declaration ? declaredNames(declaration) : [])
      set(unit.text.slice(identifier.start, identifier.end), variable(identifier));
    if (statement.has('default')) {
      const value = statement.get('value');
      const name = declaration?.get('name');
      if (name) set('default', variable(name));
      else if (value) set('default', run.evaluate(value, environment, unit));
      else if (declaration) set('default', run.evaluate(declaration, environment, unit));
    }
  }
  const own = commonExports(unit, environment);
  const common = wholes.length === 0 ? own : { ...own, origins: [...own.origins, ...wholes] };
  return exported.length === 0 ? common : withFields(common, exported);
}

function declaredNames(declaration: SyntaxNode): SyntaxNode[] {
  if (declaration.type === 'lexical_declaration' || declaration.type === 'variable_declaration')
    return declaration.children.flatMap((child) => {
      const name = child.get('name');
      return name?.type === 'identifier' ? [name] : [];
    });
  const name = declaration.get('name');
  return name ? [name] : [];
}

/** Makes the functions of a block known before its statements run. */
export function hoist(run: Interpreter, block: SyntaxNode, environment: Environment, unit: Unit): void {
  for (const child of block.children) {
    const node = child.type === 'export_statement' ? child.get('declaration') : child;
    if (node?.type !== 'function_declaration' && node?.type !== 'generator_function_declaration') continue;
    const name = node.get('name');
    const binding = name && unit.scopes.resolve(name);
    if (!binding) continue;
    const call = { unit, node, environment };
    run.noteFunction(call);
    environment.variables.set(binding, { ...unknown, call });
  }
}

import type { SyntaxNode } from '../../syntax/tree.js';
import type { ParameterModel, ResultModel } from '../frameworks/framework.js';
import { asGuess } from '../models.js';
import type { Environment } from './environment.js';
import { entering } from './source.js';
import type { Interpreter, Invocation } from './interpreter.js';
import { isFunction, keyName, stringText } from './node.js';
import { parametersOf, type Parameter } from './scope.js';
import { brief, type Unit } from './unit.js';
import { unknown, type FunctionValue, type Value } from './value.js';

/** How a function is called that nothing in its file calls: by a framework, or by whoever imports it. */
export function entry(run: Interpreter, callee: FunctionValue, environment: Environment): Invocation {
  const { unit, node } = callee;
  const parameters = parametersOf(node);
  const place = placeOf(node, parameters, unit);
  const values: Value[] = parameters.map(() => unknown);
  const results: ResultModel[] = [];
  const give = (index: number, origin: string, model: ParameterModel): void => {
    const pattern = parameters[index]?.pattern;
    if (!pattern || values[index] !== unknown) return;
    values[index] = entering(run, model.doubt > 0 ? asGuess(origin) : origin, pattern, unit);
  };
  for (const model of run.models.parameters) {
    if (!isThere(model, place, unit)) continue;
    if (model.decorated && !hasDecorator(run, methodDecorators(node), model.decorated, environment, unit))
      continue;
    if (model.results) results.push(...model.results);
    const [first] = model.parameters;
    const { each } = model;
    if (each) {
      if (first !== undefined)
        place.names.forEach((name, index) => {
          const type = parameters[index]?.type;
          // A type of its own says that the data has been given that form.
          if (type && !untyped.test(brief(unit, type, 80))) return;
          if (each.test(name)) give(index, `${first}.value`, model);
        });
      continue;
    }
    if (!model.decorator) model.parameters.forEach((origin, index) => origin && give(index, origin, model));
    else if (first !== undefined)
      parameters.forEach((parameter, index) => {
        const decorators = parameter.node.children.filter((child) => child.type === 'decorator');
        if (decorators.some((child) => model.unless?.test(brief(unit, child, 120)))) return;
        if (hasDecorator(run, decorators, model.decorator ?? [], environment, unit))
          give(index, first, model);
      });
  }
  return {
    callee,
    values,
    self: callee.self,
    node,
    unit,
    ...(results.length > 0 && { results }),
  };
}

const untyped = /^:?\s*(?:string|any|unknown|object|Buffer|Record<)/;

/** What can be said of a function by where it stands; parts are looked at when a model asks for them. */
interface Place {
  readonly node: SyntaxNode;
  readonly names: readonly string[];
  readonly exported: string | undefined;
  /** Of the first parameter. */
  readonly type: string;
}

function placeOf(node: SyntaxNode, parameters: readonly Parameter[], unit: Unit): Place {
  const names = parameters.map((parameter) => brief(unit, parameter.pattern, 80));
  const type = parameters[0]?.type;
  return { node, names, exported: exportedName(node, unit), type: type ? brief(unit, type, 80) : '' };
}

function isThere(model: ParameterModel, place: Place, unit: Unit): boolean {
  const { node, names, exported } = place;
  if (model.file && !model.file.test(unit.path)) return false;
  if (model.exported && (exported === undefined || !model.exported.test(exported))) return false;
  if (
    model.names &&
    (model.names.length > names.length ||
      !model.names.every((pattern, index) => !pattern || pattern.test(names[index] ?? '')))
  )
    return false;
  if (model.takes && !model.takes.test(place.type)) return false;
  if (model.annotated && !model.annotated.test(typeOf(node, unit))) return false;
  if (model.inside && !isInside(node, model.inside, unit)) return false;
  if (model.argumentOf && !isArgumentOf(node, model.argumentOf, unit)) return false;
  if (model.mentions && !holds(unit, model.mentions)) return false;
  if (model.lacks && holds(unit, model.lacks)) return false;
  if (model.directive === undefined) return true;
  const inFile = hasDirective(unit.tree.root, model.directive, unit) && exported !== undefined;
  const body = node.get('body');
  return inFile || (body !== undefined && hasDirective(body, model.directive, unit));
}

const held = new WeakMap<Unit, Map<RegExp, boolean>>();

/** Whether the text of a file matches; looked up once for all its functions. */
function holds(unit: Unit, pattern: RegExp): boolean {
  let known = held.get(unit);
  if (!known) {
    known = new Map<RegExp, boolean>();
    held.set(unit, known);
  }
  let found = known.get(pattern);
  if (found === undefined) known.set(pattern, (found = pattern.test(unit.text)));
  return found;
}

/** The name under which a function leaves its file; `default` for the default export. */
function exportedName(node: SyntaxNode, unit: Unit): string | undefined {
  let at: SyntaxNode | undefined = node;
  let name = isFunction(node) ? keyName(node.get('name'), unit.text) : undefined;
  while (at && at.type !== 'export_statement') {
    if (at.type === 'pair') name ??= keyName(at.get('key'), unit.text);
    if (at.type === 'variable_declarator') name = keyName(at.get('name'), unit.text);
    if (at.type === 'assignment_expression') {
      const left = at.get('left');
      const written = left ? brief(unit, left) : '';
      const match = /^(?:module\.)?exports(?:\.([\w$]+))?$/.exec(written);
      if (match) return match[1] ?? (at.get('right') === node ? 'default' : (name ?? 'default'));
    }
    if (at !== node && isFunction(at)) return undefined;
    at = at.parent;
  }
  if (!at) return undefined;
  return at.has('default') ? 'default' : name;
}

/** The type that the variable of a function is declared with. */
function typeOf(node: SyntaxNode, unit: Unit): string {
  const type = node.parent?.type === 'variable_declarator' ? node.parent.get('type') : undefined;
  return type ? brief(unit, type, 120).replace(/^:\s*/, '') : '';
}

/** Whether an object around a function, or the function in its object, goes by such a name: `{ Query: { user() {} } }`. */
function isInside(node: SyntaxNode, pattern: RegExp, unit: Unit): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
    if (at !== node && isFunction(at)) return false;
    const name = at.type === 'pair' ? keyName(at.get('key'), unit.text) : undefined;
    const declared = at.type === 'variable_declarator' ? keyName(at.get('name'), unit.text) : undefined;
    const own =
      at === node && at.type === 'method_definition' ? keyName(at.get('name'), unit.text) : undefined;
    if ([name, declared, own].some((each) => each !== undefined && pattern.test(each))) return true;
  }
  return false;
}

function isArgumentOf(node: SyntaxNode, pattern: RegExp, unit: Unit): boolean {
  const call = node.parent?.type === 'arguments' ? node.parent.parent : undefined;
  const callee = call?.get('function');
  return (
    callee !== undefined &&
    pattern.test(unit.text.slice(Math.max(callee.start, callee.end - 300), callee.end))
  );
}

function hasDirective(block: SyntaxNode, directive: string, unit: Unit): boolean {
  for (const statement of block.children) {
    if (statement.type === 'comment') continue;
    const text = statement.type === 'expression_statement' ? statement.children[0] : undefined;
    if (text?.type !== 'string') return false;
    if (stringText(text, unit.text) === directive) return true;
  }
  return false;
}

/** The decorators of a method stand before it in the body of its class. */
function methodDecorators(node: SyntaxNode): SyntaxNode[] {
  const siblings = node.parent?.children ?? [];
  const decorators: SyntaxNode[] = node.children.filter((child) => child.type === 'decorator');
  for (let at = siblings.indexOf(node) - 1; at >= 0; at--) {
    const sibling = siblings[at];
    if (sibling?.type === 'decorator') decorators.push(sibling);
    else if (sibling?.type !== 'comment') break;
  }
  return decorators;
}

function hasDecorator(
  run: Interpreter,
  decorators: readonly SyntaxNode[],
  paths: readonly string[],
  environment: Environment,
  unit: Unit,
): boolean {
  return decorators.some((decorator) => {
    const expression = decorator.children[0];
    const callee = expression?.type === 'call_expression' ? expression.get('function') : expression;
    return (
      callee !== undefined &&
      run.evaluate(callee, environment, unit).origins.some((origin) => paths.includes(origin))
    );
  });
}

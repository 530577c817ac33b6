import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { asksForUser, guardOf, reliesOnUser } from './guards.js';
import { argumentsOf, literalText, textOf } from './nodes.js';
import type { Route } from './routes.js';

const routeFile = /(?:^|\/)app\/(.*?)\/?route\.[cm]?[jt]sx?$/;
const apiFile = /(?:^|\/)pages\/api\/(.*?)\.[cm]?[jt]sx?$/;
const verbs = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** Exported handlers of Next.js: route files, pages of the API, and server actions. */
export function nextRoutes(unit: Unit): readonly Route[] {
  const path = routeFile.exec(unit.path)?.[1];
  const page = apiFile.exec(unit.path)?.[1];
  const isActions = unit.tree.root.children
    .slice(0, 3)
    .some(
      (node) => node.type === 'expression_statement' && literalText(unit, node.children[0]) === 'use server',
    );
  if (path === undefined && page === undefined && !isActions) return [];
  return exportsOf(unit).flatMap(({ name, place, value }): Route[] => {
    if (path !== undefined && !verbs.test(name)) return [];
    const opened = openOf(unit, value);
    if (!opened) return [];
    const asks = asksForUser(unit, opened.body);
    const guard = opened.wrapper === undefined ? 'none' : guardOf(opened.wrapper);
    return [
      {
        group: unit.path,
        method: path !== undefined ? name : page !== undefined ? 'ALL' : 'ACTION',
        path: path ?? page ?? name,
        place,
        functions: [opened.body],
        guard,
        guards: guard === 'none' ? 0 : 1,
        signsIn: guard !== 'none',
        asks,
        relies: guard === 'none' && reliesOnUser(unit, opened.body),
        isHidden: opened.wrapper !== undefined && guard === 'none',
      },
    ];
  });
}

interface Exported {
  readonly name: string;
  readonly place: SyntaxNode;
  readonly value: SyntaxNode;
}

function exportsOf(unit: Unit): readonly Exported[] {
  return unit.tree.root.children.flatMap((statement): Exported[] => {
    if (statement.type !== 'export_statement') return [];
    const declaration = statement.get('declaration');
    if (declaration && isFunction(declaration)) {
      const name = declaration.get('name');
      return name ? [{ name: textOf(unit, name), place: name, value: declaration }] : [];
    }
    if (declaration?.type === 'lexical_declaration')
      return declaration.children.flatMap((declarator) => {
        const name = declarator.get('name');
        const value = declarator.get('value');
        return name && value ? [{ name: textOf(unit, name), place: name, value }] : [];
      });
    const value = statement.get('value');
    return value ? [{ name: 'default', place: statement, value }] : [];
  });
}

/** The function in `withAuth(async (request) => …)`, with the name of what wraps it. */
function openOf(
  unit: Unit,
  value: SyntaxNode,
): { body: SyntaxNode; wrapper: string | undefined } | undefined {
  let node = bare(value);
  let wrapper: string | undefined;
  for (let depth = 0; depth < 4; depth++) {
    if (isFunction(node)) return { body: node, wrapper };
    if (node.type !== 'call_expression') return undefined;
    const callee = node.get('function');
    wrapper = `${wrapper ?? ''} ${callee ? textOf(unit, callee).slice(0, 80) : ''}`.trim();
    const inner = argumentsOf(node).find(
      (argument) => isFunction(bare(argument)) || bare(argument).type === 'call_expression',
    );
    if (!inner) return undefined;
    node = bare(inner);
  }
  return undefined;
}

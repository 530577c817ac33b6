import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction, keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { asksForUser, guardOf, reliesOnUser, splitHandlers, strongest } from './guards.js';
import { argumentsOf, nodesOf, textOf } from './nodes.js';
import type { Route } from './routes.js';

/** What changes or takes away a record that is there, which nobody means to offer to everybody. */
const changing = /\.\s*(?:update|delete|remove|destroy|upsert)\w*\s*\(/;
/** Rules for resolvers that stand apart from them. */
const guardedApart = /graphql-shield|\bshield\s*\(|composeResolvers|applyMiddleware|@auth\b|extendResolvers/;

/** Procedures of tRPC and mutations in maps of GraphQL resolvers. */
export function procedureRoutes(unit: Unit): readonly Route[] {
  const { text } = unit;
  const procedures = /[pP]rocedure\b/.test(text)
    ? nodesOf(unit, 'pair').flatMap((pair) => procedureOf(unit, pair))
    : [];
  const mutations =
    /\bMutation['"]?\s*:/.test(text) && !guardedApart.test(text)
      ? nodesOf(unit, 'pair').flatMap((pair) => mutationsOf(unit, pair))
      : [];
  return [...procedures, ...mutations];
}

/** `drop: protectedProcedure.input(…).mutation(({ input }) => …)`. */
function procedureOf(unit: Unit, pair: SyntaxNode): readonly Route[] {
  const call = pair.get('value');
  const name = keyName(pair.get('key'), unit.text);
  const callee = call?.type === 'call_expression' ? call.get('function') : undefined;
  const kind = callee && keyName(callee.get('property'), unit.text);
  if (!call || !callee || name === undefined || (kind !== 'mutation' && kind !== 'query')) return [];
  const functions = argumentsOf(call).map(bare).filter(isFunction);
  const used: string[] = [];
  let at: SyntaxNode | undefined = callee.get('object');
  for (; at?.type === 'call_expression'; at = at.get('function')?.get('object'))
    if (keyName(at.get('function')?.get('property'), unit.text) === 'use')
      used.push(...argumentsOf(at).map((node) => textOf(unit, node)));
  const root = at ? textOf(unit, at) : '';
  if (!/[pP]rocedure$/.test(root) || functions.length === 0) return [];
  const guard = strongest([root.replace(/_?procedure$/i, ''), ...used].map((written) => guardOf(written)));
  const isMeant = guard === 'optional' && !functions.some((body) => changing.test(textOf(unit, body)));
  const isPublic = guard === 'none' || guard === 'optional';
  return [
    routeOf(
      unit,
      `procedures ${pair.parent?.start ?? 0}`,
      kind === 'mutation',
      name,
      pair,
      functions,
      isMeant ? 'optional' : isPublic ? 'none' : 'authorized',
    ),
  ];
}

/** The functions in `Mutation: { … }`. */
function mutationsOf(unit: Unit, pair: SyntaxNode): readonly Route[] {
  const value = pair.get('value');
  if (keyName(pair.get('key'), unit.text) !== 'Mutation' || value?.type !== 'object') return [];
  return value.children.flatMap((member): readonly Route[] => {
    const name = keyName(member.get('key') ?? member.get('name'), unit.text);
    const node = member.type === 'method_definition' ? member : member.get('value');
    if (name === undefined || !node) return [];
    const { functions, guards } = splitHandlers(unit, [node]);
    if (functions.length === 0) return [];
    const guard = strongest(guards.map((written) => guardOf(written)));
    // A wrapper of another name may be a guard as well.
    const isWrapped = guards.length > 0 && guard === 'none';
    const route = routeOf(unit, `mutations ${value.start}`, true, name, member, functions, guard);
    return [{ ...route, isHidden: isWrapped }];
  });
}

function routeOf(
  unit: Unit,
  group: string,
  changes: boolean,
  path: string,
  place: SyntaxNode,
  functions: readonly SyntaxNode[],
  guard: Route['guard'],
): Route {
  const asks = functions.some((body) => asksForUser(unit, body));
  return {
    group,
    method: changes ? 'ACTION' : 'GET',
    path,
    place,
    functions,
    // Whose record it is, is not judged for procedures.
    guard: guard === 'signed in' || (guard === 'none' && asks) ? 'authorized' : guard,
    guards: 1,
    signsIn: true,
    asks: false,
    isHidden: false,
    relies: guard === 'none' && functions.some((body) => reliesOnUser(unit, body)),
  };
}

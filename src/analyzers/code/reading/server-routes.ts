import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, isFunction, keyName, nearestFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { asksForUser, guardOf, reliesOnUser, splitHandlers, strongest, type Guard } from './guards.js';
import { argumentsOf, definitionOf, functionOf, lastName, literalText, nodesOf, textOf } from './nodes.js';
import { pairOf } from './options.js';
import type { Route } from './routes.js';

const verbs = /^(?:get|post|put|patch|delete|del|all)$/;
/** Clients and collections have methods of the same names. */
const notServers =
  /^(?:axios|http|https|request|\$|jQuery|api|apiClient|client|superagent|agent|nock|cy|page|fetcher|map|cache|redis|storage|\$http|httpClient|mock)$/;

/** Routes of Express, Fastify, Koa, Hono and their like: `router.get(path, …guards, handler)`. */
export function serverRoutes(unit: Unit): readonly Route[] {
  const covers = coversOf(unit);
  return nodesOf(unit, 'call_expression').flatMap((call): Route[] => {
    const callee = call.get('function');
    if (callee?.type !== 'member_expression') return [];
    const method = lastName(unit, callee) ?? '';
    const object = callee.get('object');
    if (!object) return [];
    if (method === 'route' && argumentsOf(call).length === 1) return optionsRoute(unit, call, callee, covers);
    if (!verbs.test(method)) return [];
    const chained = chainedPath(unit, object);
    const nodes = argumentsOf(call);
    const path = chained?.path ?? literalText(unit, nodes[0]);
    const router = chained?.router ?? textOf(unit, object);
    const rest = chained ? nodes : nodes.slice(1);
    if (path === undefined || rest.length === 0 || notServers.test(router)) return [];
    if (!chained && !/^(?:$|[/*:])/.test(path)) return [];
    const { functions, guards, isHidden } = handlersOf(unit, rest);
    const last = rest.at(-1);
    if (
      functions.length === 0 &&
      (!last || !/^(?:identifier|member_expression|call_expression)$/.test(bare(last).type))
    )
      return [];
    const group = groupOf(unit, call, router);
    const property = callee.get('property');
    return [
      routeOf(unit, {
        group,
        method: method.toUpperCase(),
        path,
        place: chained ? (property ?? call) : (nodes[0] ?? call),
        functions,
        written: guards,
        cover: covers(call, router, path),
        isHidden: isHidden || functions.length === 0,
      }),
    ];
  });
}

interface Parts {
  readonly group: string;
  readonly method: string;
  readonly path: string;
  readonly place: SyntaxNode;
  readonly functions: readonly SyntaxNode[];
  readonly written: readonly string[];
  readonly cover: readonly string[];
  readonly isHidden: boolean;
}

function routeOf(unit: Unit, parts: Parts): Route {
  const { written, cover, functions, ...rest } = parts;
  const guards = [...cover, ...written].filter((text) => guardOf(text) !== 'none' || isUnknownGuard(text));
  const guard: Guard = strongest([...cover, ...written].map(guardOf));
  return {
    ...rest,
    functions,
    guard,
    guards: guards.length,
    signsIn: guards.some(
      (text) => guardOf(text) === 'signed in' || /auth|jwt|session|login|signed/i.test(text),
    ),
    relies: guard === 'none' && functions.some((body) => reliesOnUser(unit, body)),
    asks: functions.some((body) => asksForUser(unit, body)),
  };
}

/** A middleware of whose name nothing follows may look at the record too: `loadProject`. */
function isUnknownGuard(text: string): boolean {
  return !/valid|schema|upload|multer|limit|throttl|cache|json|urlencoded|raw|text|parse|csrf|async|catch|wrap|handler|log|cors|multipart|celebrate|sanitize/i.test(
    text,
  );
}

function groupOf(unit: Unit, call: SyntaxNode, router: string): string {
  const scope = nearestFunction(call);
  const isOwn = /^[\w$]+$/.test(router) && scope.parent !== undefined;
  return `${router} ${isOwn ? scope.start : 0}`.slice(0, 80);
}

/** `router.route('/x').get(…).put(…)`: the path, and the router. */
function chainedPath(unit: Unit, object: SyntaxNode): { path: string; router: string } | undefined {
  let at: SyntaxNode | undefined = object;
  for (let depth = 0; at?.type === 'call_expression' && depth < 12; depth++) {
    const callee: SyntaxNode | undefined = at.get('function');
    const name = callee && lastName(unit, callee);
    const owner: SyntaxNode | undefined = callee?.get('object');
    if (name === 'route' && owner) {
      const path = literalText(unit, argumentsOf(at)[0]);
      return path === undefined ? undefined : { path, router: textOf(unit, owner) };
    }
    if (name === undefined || !verbs.test(name)) return undefined;
    at = owner;
  }
  return undefined;
}

const hookNames = ['onRequest', 'preHandler', 'preValidation', 'preParsing', 'beforeHandler', 'beforeHandle'];

/** Handlers and guards among the arguments after the path; Fastify has its guards in an object of options. */
function handlersOf(
  unit: Unit,
  rest: readonly SyntaxNode[],
): { functions: readonly SyntaxNode[]; guards: readonly string[]; isHidden: boolean } {
  const [first] = rest;
  const options = first && definitionOf(unit, first);
  if (rest.length <= 2 && options?.type === 'object') {
    const handler = pairOf(unit, options, 'handler')?.get('value') ?? rest[1];
    const functions = handler ? [functionOf(unit, handler)].filter((node) => node !== undefined) : [];
    return {
      functions,
      guards: hooksOf(unit, options),
      isHidden: options.has('spread_element') || functions.length === 0,
    };
  }
  const isOptions =
    rest.length === 2 && first?.type === 'identifier' && options === bare(first) && !functionOf(unit, first);
  const { functions, guards } = splitHandlers(unit, rest);
  // `(path, options, handler)` with options from elsewhere: their guards cannot be seen.
  return {
    functions,
    guards,
    isHidden: isOptions && /opt|config|schema|settings/i.test(textOf(unit, first)),
  };
}

function hooksOf(unit: Unit, options: SyntaxNode): readonly string[] {
  return options.children.flatMap((child) => {
    const name =
      keyName(child.get('key'), unit.text) ??
      (child.type === 'shorthand_property_identifier' ? textOf(unit, child) : '');
    if (!hookNames.includes(name)) return [];
    const value = child.get('value');
    if (value?.type === 'array') return value.children.map((element) => textOf(unit, element));
    return [textOf(unit, value ?? child)];
  });
}

/** `fastify.route({ method, url, preHandler, handler })` */
function optionsRoute(unit: Unit, call: SyntaxNode, callee: SyntaxNode, covers: Covers): Route[] {
  const options = argumentsOf(call)[0];
  if (options?.type !== 'object') return [];
  const path = literalText(
    unit,
    pairOf(unit, options, 'url')?.get('value') ?? pairOf(unit, options, 'path')?.get('value'),
  );
  const method = literalText(unit, pairOf(unit, options, 'method')?.get('value'));
  const handler = pairOf(unit, options, 'handler')?.get('value');
  const body = handler ? functionOf(unit, handler) : undefined;
  const router = textOf(unit, callee.get('object') ?? callee);
  if (path === undefined || method === undefined) return [];
  return [
    routeOf(unit, {
      group: groupOf(unit, call, router),
      method: method.toUpperCase(),
      path,
      place: callee,
      functions: body ? [body] : [],
      written: hooksOf(unit, options),
      cover: covers(call, router, path),
      isHidden: options.has('spread_element') || !body,
    }),
  ];
}

/** The guards that cover a route from outside: `router.use(auth)` before it, `app.use('/x', auth, router)`, a hook. */
type Covers = (call: SyntaxNode, router: string, path: string) => readonly string[];

function coversOf(unit: Unit): Covers {
  const covers: { router: string; path: string; start: number; scope: SyntaxNode; guard: string }[] = [];
  for (const call of nodesOf(unit, 'call_expression')) {
    const callee = call.get('function');
    const object = callee?.get('object');
    const method = callee && lastName(unit, callee);
    if (!object || (method !== 'use' && method !== 'addHook' && method !== 'all' && method !== 'register'))
      continue;
    const nodes = argumentsOf(call);
    const at = method === 'addHook' ? '' : literalText(unit, nodes[0]);
    const handlers = at === undefined ? nodes : nodes.slice(1);
    const scope = nearestFunction(call);
    const texts = handlers.flatMap((node) => (node.type === 'array' ? node.children : [node]));
    for (const node of texts) {
      const written =
        isFunction(bare(node)) && asksForUser(unit, bare(node)) ? 'authenticate' : guardText(unit, node);
      if (written === undefined || guardOf(written) === 'none') continue;
      const prefix = (at ?? '').replace(/\/?\*+$/, '');
      covers.push({ router: textOf(unit, object), path: prefix, start: call.start, scope, guard: written });
      // The routers that are mounted after the guard in the same call.
      for (const mounted of handlers)
        if (mounted.type === 'identifier' && mounted !== node)
          covers.push({
            router: textOf(unit, mounted),
            path: '',
            start: -1,
            scope: unit.tree.root,
            guard: written,
          });
    }
  }
  return (call, router, path) =>
    covers
      .filter(
        (cover) =>
          cover.router === router &&
          cover.start < call.start &&
          path.startsWith(cover.path) &&
          isWithin(call, cover.scope),
      )
      .map((cover) => cover.guard);
}

function guardText(unit: Unit, node: SyntaxNode): string | undefined {
  const inner = bare(node);
  if (inner.type === 'identifier' || inner.type === 'member_expression') return textOf(unit, inner);
  if (inner.type !== 'call_expression') return undefined;
  // `session({…})` and the like prepare, they refuse nobody.
  const name = lastName(unit, inner) ?? '';
  if (
    /^(?:session|cookieSession|cookieParser|initialize|json|urlencoded|static|cors|helmet|Router|require)$/.test(
      name,
    )
  )
    return undefined;
  return textOf(unit, inner).slice(0, 120);
}

function isWithin(node: SyntaxNode, scope: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) if (at === scope) return true;
  return false;
}

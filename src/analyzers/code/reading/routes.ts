import type { SyntaxNode } from '../../syntax/tree.js';
import type { Unit } from '../flow/unit.js';
import { controllerRoutes } from './controller-routes.js';
import type { Guard } from './guards.js';
import { nextRoutes } from './next-routes.js';
import { procedureRoutes } from './procedure-routes.js';
import { serverRoutes } from './server-routes.js';

/** A way into a server that a file opens: a route, a controller's method, a handler, an action. */
export interface Route {
  /** Routes of the same router, controller or file have the same. */
  readonly group: string;
  /** In capitals; `ACTION` for a server action. */
  readonly method: string;
  /** As far as it is written in this file, or follows from the file's own path. */
  readonly path: string;
  readonly place: SyntaxNode;
  readonly functions: readonly SyntaxNode[];
  readonly guard: Guard;
  /** How many different guards stand before it. */
  readonly guards: number;
  /** One of the guards demands no more than that somebody has signed in. */
  readonly signsIn: boolean;
  /** The handler itself looks at who is asking. */
  readonly asks: boolean;
  /** It uses who is asking and turns nobody away, so there is a guard that cannot be seen. */
  readonly relies: boolean;
  /** Something in the way cannot be seen, so that nothing follows from what is not seen. */
  readonly isHidden: boolean;
}

const known = new WeakMap<Unit, readonly Route[]>();

/** The routes that a file declares, with what guards them. */
export function routesOf(unit: Unit): readonly Route[] {
  let routes = known.get(unit);
  if (!routes) {
    routes = [
      ...serverRoutes(unit),
      ...controllerRoutes(unit),
      ...nextRoutes(unit),
      ...procedureRoutes(unit),
    ];
    known.set(unit, routes);
  }
  return routes;
}

/** What a text holds that may declare routes. */
export const routeHint =
  /\.\s*(?:get|post|put|patch|delete|del|all|route)\s*\(\s*(?:\{|['"`](?:\/|\*))|@(?:Get|Post|Put|Patch|Delete|All)\s*\(|export\s+(?:async\s+function|const)\s+(?:GET|POST|PUT|PATCH|DELETE)\b|['"]use server['"]|next(?:-auth|\/server|js)|NextApi|pages\/api|export\s+default\s+(?:async\s+)?function\s+handler|\.mutation\s*\(\s*(?:async\b|\()|\bMutation['"]?\s*:\s*\{|@Mutation\s*\(/;

export function changesState(route: Route): boolean {
  return /^(?:POST|PUT|PATCH|DELETE|DEL|ACTION)$/.test(route.method);
}

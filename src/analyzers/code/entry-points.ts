import type { EntryPoint } from '../../model/entry-point.js';
import type { Unit } from './flow/unit.js';
import { listenerHint, listenersOf } from './reading/listeners.js';
import { isTestFile } from './reading/nodes.js';
import { routeHint, routesOf, type Route } from './reading/routes.js';

/** Whether a text may open a way in. */
export function mayOpenWays(text: string, path: string): boolean {
  return (
    routeHint.test(text) ||
    listenerHint.test(text) ||
    /(?:^|\/)(?:route|pages\/api\/.*)\.[cm]?[jt]sx?$/.test(path)
  );
}

/** The ways in that a file opens: routes, handlers, queues and listeners. */
export function entryPointsOf(unit: Unit): readonly EntryPoint[] {
  if (isTestFile(unit)) return [];
  const lineOf = (start: number): number => unit.tree.lines.lineOf(start);
  return [
    ...routesOf(unit).map((route): EntryPoint => ({
      kind: route.method === 'ACTION' ? 'handler' : 'route',
      name: nameOf(route),
      path: unit.path,
      line: lineOf(route.place.start),
    })),
    ...listenersOf(unit).map(({ kind, name, place }): EntryPoint => ({
      kind,
      name,
      path: unit.path,
      line: lineOf(place.start),
    })),
  ];
}

/** `POST /orders`; server actions and procedures by their name. */
function nameOf({ method, path }: Route): string {
  if (method === 'ACTION') return path;
  return `${method} ${path.startsWith('/') || path === '*' ? path : `/${path}`}`;
}

import type { IncomingMessage, ServerResponse } from 'node:http';

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers by the path alone, and 404 to every other: no route is open that is not listed here. `true` where it answered,
 * as Probot's server asks.
 */
export function answerBy(
  routes: ReadonlyMap<string, Route>,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const route = routes.get(path);
    if (!route) return false;
    await route(request, response);
    return true;
  };
}

/** Answers a probe: 200 while the check holds, 503 with its reason otherwise. */
export function probe(check: () => Promise<unknown>): Route {
  return async (_, response) => {
    try {
      await check();
      answerText(response, 200, 'ok');
    } catch (error) {
      answerText(response, 503, error instanceof Error ? error.message : String(error));
    }
  };
}

export function answerText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain',
): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

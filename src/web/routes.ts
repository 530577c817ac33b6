import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers what is about a page; false where it is not. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers by the path alone, and 404 to every other: no route is open that is not listed here or a page. `true` where it
 * answered, as Probot's server asks.
 */
export function answerBy(
  routes: ReadonlyMap<string, Route>,
  pages?: Pages,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const route = routes.get(path);
    if (!route) return (await pages?.(request, response)) ?? false;
    await route(request, response);
    return true;
  };
}

/**
 * Answers a probe: 200 while the check holds, else 503 with `otherwise`. The error, which may hold addresses and names of
 * accounts, is for `onError` alone: anyone may ask.
 */
export function probe(
  check: () => Promise<unknown>,
  otherwise: string,
  onError: (error: unknown) => void,
): Route {
  return async (_, response) => {
    try {
      await check();
      answerText(response, 200, 'ok');
    } catch (error) {
      onError(error);
      answerText(response, 503, otherwise);
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

import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A call as the proxy sees it. */
export interface ProxiedCall {
  readonly method: string;
  readonly path: string;
  /** Of a GraphQL query its name, as `query Threads`; of mutations what they do, as `mutation addComment,addReaction`; else method and path. */
  readonly name: string;
  readonly isWrite: boolean;
}

export type ProxyFault =
  /** An answer instead of GitHub's. */
  | { readonly status: number; readonly headers?: Record<string, string>; readonly message?: string }
  /** The connection breaks before GitHub gets it. */
  | 'reset'
  /** GitHub does it, and the connection breaks before the answer comes. */
  | 'lose-answer'
  | { readonly delay: number };

export interface Proxy {
  readonly url: string;
  /** Asked before each call; stays until replaced. */
  fault: (call: ProxiedCall) => ProxyFault | undefined;
  /** Called before GitHub gets a call, and after it has done it; the answer waits for it. */
  onCall: (call: ProxiedCall, when: 'before' | 'after') => Promise<void>;
  close(): Promise<void>;
}

/** Stands before a stand-in for GitHub and spoils what goes through it. */
export async function startProxy(target: string): Promise<Proxy> {
  const server = createServer((request, response) => {
    forward(proxy, target, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => undefined,
    onCall: async () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

async function forward(
  proxy: Proxy,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const call = describe(request, body);
  await proxy.onCall(call, 'before');
  const fault = proxy.fault(call);
  if (fault === 'reset') return void request.socket.destroy();
  if (typeof fault === 'object' && 'delay' in fault) await sleep(fault.delay);
  else if (typeof fault === 'object') {
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(JSON.stringify({ message: fault.message ?? 'A fault' }));
    return;
  }
  const answer = await pass(target, request, body);
  await proxy.onCall(call, 'after');
  if (fault === 'lose-answer') return void request.socket.destroy();
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

function describe(request: IncomingMessage, body: Buffer): ProxiedCall {
  const { method = '', url = '' } = request;
  const path = url.replace(/^\/api\/v3/, '');
  if (url !== '/api/graphql') return { method, path, name: nameOf(method, path), isWrite: method !== 'GET' };
  const { query } = JSON.parse(body.toString()) as { query: string };
  const [, kind = 'query', operation = ''] = /^\s*(query|mutation)?\s*(\w*)/.exec(query) ?? [];
  if (kind !== 'mutation') return { method, path, name: `${kind} ${operation}`, isWrite: false };
  const done = new Set([...query.matchAll(/\bm\d+: (\w+)\(/g)].map(([, name]) => name));
  return { method, path, name: `mutation ${[...done].sort().join()}`, isWrite: true };
}

/** Without what names a repository, a number or a commit. */
function nameOf(method: string, path: string): string {
  const [plain = ''] = path.split('?');
  const short = plain
    .replace(/^\/repos\/[^/]+\/[^/]+/, '')
    .replace(/\/(\d+|[0-9a-f]{40}(?:\.\.\.[0-9a-f]{40})?)(?=\/|$)/g, '/*');
  return `${method} ${short}`;
}

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function pass(target: string, request: IncomingMessage, body: Buffer): Promise<Passed> {
  const { method, url = '', headers } = request;
  return new Promise((resolve, reject) => {
    const outgoing = send(new URL(url, target), { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

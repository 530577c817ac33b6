import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkAnswer, matchCall } from './descriptions.js';
import { type Grant, requireGrant } from './app-operations.js';
import { createGraph } from './graph.js';
import { execute } from './graphql.js';
import { operations, paged } from './operations.js';
import { answerSignIn, type Person, personOperations, revoke } from './people.js';
import { createState, Refusal, type State } from './state.js';

export interface Call {
  /** As `PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}`, or `POST /graphql`. */
  readonly operation: string;
  readonly body: unknown;
  readonly delivery: string | undefined;
}

/** What goes wrong with a call: an answer instead of the right one, or the right one done and its answer lost. */
export type Fault =
  | { readonly status: number; readonly message?: string; readonly headers?: Record<string, string> }
  | 'lose-answer';

export interface GitHub {
  readonly state: State;
  /** Calls in order, those for tokens left out. */
  readonly calls: Call[];
  /** What GitHub would have refused or ignored: each is a mistake of ours. */
  readonly violations: string[];
  /** As `http://127.0.0.1:PORT`; REST stands below `/api/v3` and GraphQL at `/api/graphql`, as on an Enterprise Server. */
  readonly url: string;
  /** Asked before each call; stays until replaced. */
  fault: (call: Call) => Fault | undefined;
  close(): Promise<void>;
}

/** A stand-in for GitHub on the loopback interface, held to GitHub's own descriptions. */
export async function startGitHub(): Promise<GitHub> {
  const state = createState();
  const server = createServer((request, response) => {
    void answer(github, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const github: GitHub = {
    state,
    calls: [],
    violations: [],
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault: () => undefined,
    close: async () => {
      state.git.dispose();
      await close(server);
    },
  };
  return github;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly isLost?: boolean;
}

async function answer(github: GitHub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const result =
    signIn(github, request, text) ?? respond(github, request, text === '' ? undefined : JSON.parse(text));
  if (result.isLost) {
    request.socket.destroy();
    return;
  }
  response.writeHead(result.status, {
    'content-type': 'application/json; charset=utf-8',
    ...result.headers,
  });
  response.end(Buffer.isBuffer(result.body) ? result.body : JSON.stringify(result.body));
}

function signIn(github: GitHub, request: IncomingMessage, text: string): Answer | undefined {
  try {
    const url = new URL(request.url ?? '', github.url);
    return answerSignIn(github.state.people, request.method ?? '', url, text);
  } catch (error) {
    github.violations.push(error instanceof Error ? error.message : String(error));
    return refuse(422, `Violation: ${String(error)}`);
  }
}

function respond(github: GitHub, request: IncomingMessage, body: unknown): Answer {
  const url = new URL(request.url ?? '', github.url);
  const isGraph = url.pathname === '/api/graphql';
  if (!isGraph && !url.pathname.startsWith('/api/v3/')) {
    github.violations.push(`${url.pathname} is not below /api/v3`);
    return refuse(404, 'Not Found');
  }
  url.pathname = url.pathname.replace(/^\/api\/v3/, '');
  const { people } = github.state;
  const authorization = request.headers.authorization ?? '';
  if (/^\/applications\/[^/]+\/token$/.test(url.pathname)) {
    matchCall(request.method ?? '', url, body);
    return revoke(people, authorization, body);
  }
  const person = people.persons.get(people.tokens.get(authorization.split(' ')[1] ?? '') ?? '');
  if (person) return answerPerson(github, person, request.method ?? '', url, body);
  const isToken = url.pathname.endsWith('/access_tokens');
  const grant = grantOf(github.state, url, authorization);
  if (!grant) return refuse(401, 'Bad credentials');
  try {
    const matched = isGraph ? undefined : matchCall(request.method ?? '', url, body);
    const operation = matched?.operation ?? 'POST /graphql';
    const delivery = request.headers['x-github-delivery'];
    const call: Call = { operation, body, delivery: typeof delivery === 'string' ? delivery : undefined };
    if (!isToken) github.calls.push(call);
    const fault = github.fault(call);
    if (fault && fault !== 'lose-answer') return refuseBy(fault);
    const isLost = fault === 'lose-answer';
    requireGrant(github.state, grant, operation, matched);
    if (!matched) return { ...graph(github, body, grant), isLost };
    const operate = operations[operation];
    if (!operate) throw new Error(`The stand-in does no ${operation}`);
    const { path } = matched;
    const { owner, repo } = github.state;
    if ('repo' in path && (path.owner !== owner || path.repo !== repo)) return refuse(404, 'Not Found');
    const whole = operate(github.state, matched);
    if (/vnd\.github(\.v3)?\.raw/.test(request.headers.accept ?? '')) return raw(whole, isLost);
    const format = /vnd\.github(?:\.v3)?\.(patch|diff)/.exec(request.headers.accept ?? '')?.[1];
    if (format !== undefined) return patches(github.state, path['basehead'] ?? '', format, isLost);
    const { shown, headers } = paged.has(operation)
      ? page(whole as unknown[], url, github)
      : { shown: whole };
    const status = checkAnswer(operation, shown);
    return { status, body: shown, isLost, ...(headers && { headers }) };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.status, error.message);
    github.violations.push(error instanceof Error ? error.message : String(error));
    return refuse(422, `Violation: ${String(error)}`);
  }
}

function refuseBy({ status, message = 'Fault', headers }: Exclude<Fault, 'lose-answer'>): Answer {
  return { ...refuse(status, message), ...(headers && { headers }) };
}

function answerPerson(github: GitHub, person: Person, method: string, url: URL, body: unknown): Answer {
  try {
    const matched = matchCall(method, url, body);
    const call: Call = { operation: matched.operation, body, delivery: undefined };
    github.calls.push(call);
    const fault = github.fault(call);
    if (fault && fault !== 'lose-answer') return refuseBy(fault);
    const operate = personOperations[matched.operation];
    if (!operate) throw new Error(`A person's token was used for ${matched.operation}`);
    const shown = operate(github.state, person, matched);
    return { status: checkAnswer(matched.operation, shown), body: shown, isLost: fault === 'lose-answer' };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.status, error.message);
    github.violations.push(error instanceof Error ? error.message : String(error));
    return refuse(422, `Violation: ${String(error)}`);
  }
}

/** The App's own key opens what is about the App, a token of an installation all else. */
function grantOf(state: State, url: URL, authorization: string): Grant | undefined {
  const [scheme = '', token = ''] = authorization.split(' ');
  if (url.pathname.startsWith('/app/'))
    return /^bearer$/i.test(scheme) && token.split('.').length === 3
      ? { permissions: { metadata: 'read' } }
      : undefined;
  return /^(token|bearer)$/i.test(scheme) ? state.tokens.get(token) : undefined;
}

function graph(github: GitHub, body: unknown, grant: Grant): Answer {
  const { query, variables = {} } = body as { query: string; variables?: Record<string, unknown> };
  return { status: 200, body: execute(query, variables, createGraph(github.state, grant)) };
}

/** Only blobs are asked for so; GitHub names UTF-8 whatever the bytes are. */
function raw(blob: unknown, isLost: boolean): Answer {
  const bytes = Buffer.from((blob as { content: string }).content, 'base64');
  return {
    status: 200,
    body: bytes,
    isLost,
    headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
  };
}

function patches(state: State, basehead: string, format: string, isLost: boolean): Answer {
  const [base = '', head = ''] = basehead.split('...');
  return {
    status: 200,
    body: Buffer.from(
      format === 'diff'
        ? state.git.difference(state.git.mergeBase(base, head), head)
        : state.git.patches(base, head),
    ),
    isLost,
    headers: { 'content-type': `application/vnd.github.${format}; charset=utf-8` },
  };
}

function page(
  all: unknown[],
  url: URL,
  github: GitHub,
): { shown: unknown[]; headers: Record<string, string> } {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const number = Number(url.searchParams.get('page') ?? 1);
  const shown = all.slice((number - 1) * size, number * size);
  if (number * size >= all.length) return { shown, headers: {} };
  const next = new URL(`${github.url}/api/v3${url.pathname}${url.search}`);
  next.searchParams.set('page', String(number + 1));
  return { shown, headers: { link: `<${next.href}>; rel="next"` } };
}

function refuse(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } };
}

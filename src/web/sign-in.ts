import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewers } from '../model/viewer.js';
import { answerPage, redirect } from './answer.js';
import { html } from './html.js';
import { paths } from './paths.js';
import { type Cookies, randomWord, type Session } from './session.js';

export interface SignInOptions {
  readonly viewers: Viewers;
  readonly cookies: Cookies;
  /** Of this server, as `https://scrutineer.example.com`. */
  readonly origin: string;
  /** Whether an address is one of a page, which a person may be sent on to. */
  readonly isPage: (path: string) => boolean;
}

/** In characters: it goes into a cookie. */
const longestPage = 1000;

/** A path and query of this server as they may stand in a header; empty where it is none of this server. */
function addressOf(page: string, origin: string): string {
  if (!URL.canParse(page, origin)) return '';
  const address = new URL(page, origin);
  return address.origin === origin ? address.pathname + address.search : '';
}

/** Sends a person to GitHub, and back to the page that they wanted. */
export async function beginSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  { viewers, cookies, origin, isPage }: SignInOptions,
): Promise<void> {
  const wanted = addressOf(new URL(request.url ?? '', origin).searchParams.get('page') ?? '', origin);
  const flow = {
    state: randomWord(),
    verifier: randomWord(),
    page: wanted.length <= longestPage && isPage(wanted) ? wanted : paths.home,
  };
  await cookies.setFlow(response, flow);
  const challenge = createHash('sha256').update(flow.verifier).digest('base64url');
  redirect(
    response,
    viewers.signInAddress({ redirect: origin + paths.callback, state: flow.state, challenge }),
  );
}

/** Where GitHub sends them back to: only who began here comes in, with the code that GitHub gave for that. */
export async function endSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  { viewers, cookies, origin }: SignInOptions,
): Promise<void> {
  const { searchParams: given } = new URL(request.url ?? '', origin);
  const flow = await cookies.findFlow(request);
  const code = given.get('code');
  cookies.clear(response, 'flow');
  if (!flow || !code || !isSame(given.get('state') ?? '', flow.state)) {
    const text = html`<h1>Signing in did not work</h1>
      <p>It took too long, was begun in another browser, or was ended at GitHub.</p>
      <p><a href="${paths.signIn}">Sign in again</a></p>`;
    return answerPage(response, 400, { title: 'Signing in did not work', content: text });
  }
  const granted = await viewers.exchange({
    code,
    verifier: flow.verifier,
    redirect: origin + paths.callback,
  });
  if (!granted) return redirect(response, paths.signIn);
  const { token, seconds = Number.POSITIVE_INFINITY } = granted;
  const session: Session = { login: await viewers.findLogin(token), token, csrf: randomWord() };
  await cookies.setSession(response, session, seconds);
  redirect(response, flow.page);
}

/** Longest body that is read: the form has one field. */
const mostBytes = 1000;

/** Ends a session, also at GitHub, where this server's own form asks for it. */
export async function signOut(
  request: IncomingMessage,
  response: ServerResponse,
  { viewers, cookies, origin }: SignInOptions,
): Promise<void> {
  const session = await cookies.findSession(request);
  const body = await readBody(request);
  const given = new URLSearchParams(body).get('csrf') ?? '';
  const isOwn = request.headers.origin === undefined || request.headers.origin === origin;
  if (!session || !isOwn || !isSame(given, session.csrf)) {
    const content = html`<h1>Nothing was done</h1>
      <p>That was not asked for by a page of this server.</p>`;
    return answerPage(response, 403, { title: 'Nothing was done', content });
  }
  cookies.clear(response, 'session');
  await viewers.revoke(session.token);
  const content = html`<h1>Signed out</h1>
    <p><a href="${paths.signIn}">Sign in</a></p>`;
  answerPage(response, 200, { title: 'Signed out', content });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > mostBytes) return '';
  }
  return body;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

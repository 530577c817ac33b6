import type { IncomingMessage, ServerResponse } from 'node:http';
import { chainOf } from '../ledger/chain.js';
import {
  countByRepository,
  countOpen,
  findPlace,
  measureTimeToFix,
  readTrend,
} from '../ledger/pages/counts.js';
import { listAccepted, listOpen } from '../ledger/pages/findings.js';
import { dayBefore } from '../ledger/pages/order.js';
import { listPulls, listRecords, readFinding, readPull } from '../ledger/pages/records.js';
import type { Viewers } from '../model/viewer.js';
import type { Sql } from '../queue/database.js';
import { answerNotFound, answerPage, answerStyle, type Page, redirect, stylePath } from './answer.js';
import { html } from './html.js';
import { findingPage, mostEvents } from './pages/finding.js';
import { ledgerPage, mostRecords } from './pages/ledger.js';
import { accountPage, accountsPage } from './pages/overview.js';
import { mostFindings, pullPage } from './pages/pull.js';
import { mostListed, repositoryPage } from './pages/repository.js';
import type { Pages } from './routes.js';
import { createCookies, type Session } from './session.js';
import { paths } from './paths.js';
import { beginSignIn, endSignIn, signOut } from './sign-in.js';

export interface PagesOptions {
  readonly sql: Sql;
  readonly viewers: Viewers;
  /** The App's client secret, from which the key of the cookies follows. */
  readonly secret: string;
  /** Of this server, as `https://scrutineer.example.com`. */
  readonly origin: string;
  /** Of GitHub, for links. */
  readonly github: string;
  readonly rulePage?: ((ruleId: string) => string) | undefined;
  readonly onError: (error: unknown) => void;
  readonly now?: () => Date;
}

/**
 * The pages of the server. Who has not signed in is sent to sign in, whatever the page; who has gets what GitHub lets them see, asked with
 * their own token at each page (kept for a minute), and else always the same answer, whether it is there or not.
 */
export function createPages(options: PagesOptions): Pages {
  const { viewers, secret, origin, onError } = options;
  const now = options.now ?? ((): Date => new Date());
  const cookies = createCookies(secret, origin.startsWith('https:'), now);
  const signIn = { viewers, cookies, origin, isPage: (path: string) => findView(pathOf(path)) !== undefined };

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<boolean> => {
    const { method } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && path === stylePath) answerStyle(response);
    else if (isRead && path === paths.signIn) await beginSignIn(request, response, signIn);
    else if (isRead && path === paths.callback) await endSignIn(request, response, signIn);
    else if (method === 'POST' && path === paths.signOut) await signOut(request, response, signIn);
    else {
      const view = isRead ? findView(path) : undefined;
      if (!view) return false;
      const session = await cookies.findSession(request);
      if (!session) redirect(response, `${paths.signIn}?page=${encodeURIComponent(request.url ?? '')}`);
      else await show(view, session, request, response);
    }
    return true;
  };

  const show = async (
    view: View,
    session: Session,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const query = new URL(request.url ?? '', origin).searchParams;
    try {
      const page = await view({
        ...options,
        query,
        today: now().toISOString().slice(0, 10),
        token: session.token,
      });
      if (page) answerPage(response, 200, { ...page, session });
      else answerNotFound(response, session);
    } catch (error) {
      if (!isRefused(error)) throw error;
      // GitHub no longer takes the token: it has ended, or was revoked there.
      cookies.clear(response, 'session');
      redirect(response, `${paths.signIn}?page=${encodeURIComponent(request.url ?? '')}`);
    }
  };

  return async (request, response) => {
    try {
      return await answer(request, response, pathOf(request.url ?? ''));
    } catch (error) {
      onError(error);
      const content = html`<h1>Not now</h1>
        <p>GitHub or the database did not answer. Try again in a moment.</p>`;
      answerPage(response, 503, { title: 'Not now', content });
      return true;
    }
  };
}

function isRefused(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 401;
}

function pathOf(address: string): string {
  const [path = ''] = address.split('?');
  return path;
}

interface Asked extends PagesOptions {
  readonly query: URLSearchParams;
  readonly today: string;
  readonly token: string;
}

/** Undefined where there is no such thing for this person. */
type View = (asked: Asked) => Promise<Page | undefined>;
type ViewOf = (asked: Asked, ...parts: readonly string[]) => Promise<Page | undefined>;

/** As GitHub's names are; two dots would be another place of its API. */
const name = '((?!\\.{1,2}(?:/|$))[A-Za-z0-9_.-]{1,100})';
const views: readonly (readonly [RegExp, ViewOf])[] = [
  [/^\/accounts$/, async ({ viewers, token }) => accountsPage(await viewers.listAccounts(token))],
  [new RegExp(`^/accounts/${name}$`), showAccount],
  [new RegExp(`^/repositories/${name}/${name}$`), ofRepository(showRepository)],
  [new RegExp(`^/repositories/${name}/${name}/pulls/([1-9][0-9]{0,14})$`), ofRepository(showPull)],
  [new RegExp(`^/repositories/${name}/${name}/findings/([0-9a-f]{32})$`), ofRepository(showFinding)],
  [new RegExp(`^/repositories/${name}/${name}/ledger$`), ofRepository(showLedger)],
];

function findView(path: string): View | undefined {
  for (const [pattern, view] of views) {
    const match = pattern.exec(path);
    if (match) return (asked) => view(asked, ...match.slice(1));
  }
  return undefined;
}

/** What a page is of: a repository by the name that it has on GitHub now, and where the ledger has it. */
interface Known {
  readonly repository: string;
  readonly place: string;
}

/**
 * Only where GitHub lets this person see the repository, and by GitHub's number of it: what another repository had under its name is
 * not shown, and its own is, whatever it was called.
 */
function ofRepository(show: (asked: Asked, known: Known, rest: string) => Promise<Page | undefined>): ViewOf {
  return async (asked, owner = '', repo = '', rest = '') => {
    const { viewers, token, sql } = asked;
    const visible = await viewers.findRepository(token, owner, repo);
    const place = visible && (await findPlace(sql, visible.id));
    return place === undefined ? undefined : show(asked, { repository: visible?.name ?? '', place }, rest);
  };
}

async function showAccount(asked: Asked, login = ''): Promise<Page | undefined> {
  const { viewers, token, sql, today } = asked;
  const accounts = await viewers.listAccounts(token);
  const account = accounts.find((one) => one.login.toLowerCase() === login.toLowerCase());
  if (!account) return undefined;
  const repositories = await viewers.listRepositories(token, account.installationId);
  return accountPage(account.login, await countByRepository(sql, repositories, today));
}

async function showRepository({ sql, today, query }: Asked, { repository, place }: Known): Promise<Page> {
  const offset = Math.min(numberIn(query, 'from') ?? 0, mostSkipped);
  const [open, trend, timeToFix, findings, accepted, pulls] = await Promise.all([
    countOpen(sql, place, today),
    readTrend(sql, place, today),
    measureTimeToFix(sql, place, dayBefore(today, 90)),
    listOpen(sql, place, { limit: mostListed + 1, offset }),
    listAccepted(sql, place, mostListed),
    listPulls(sql, place, 20),
  ]);
  return repositoryPage({ repository, today, open, trend, timeToFix, findings, offset, accepted, pulls });
}

async function showPull(
  { sql, today, github }: Asked,
  { repository, place }: Known,
  number: string,
): Promise<Page | undefined> {
  const page = await readPull(sql, place, Number(number), mostFindings);
  return page && pullPage(repository, page, { today, github });
}

async function showFinding(
  { sql, today, rulePage }: Asked,
  { repository, place }: Known,
  fingerprint: string,
): Promise<Page | undefined> {
  const page = await readFinding(sql, place, fingerprint, mostEvents);
  return page && findingPage(repository, fingerprint, page, { today, rulePage });
}

async function showLedger({ sql, query }: Asked, { repository, place }: Known): Promise<Page> {
  const before = numberIn(query, 'before');
  const chain = chainOf(repository);
  const records = await listRecords(sql, place, { chain, before, limit: mostRecords + 1 });
  return ledgerPage(repository, records, chain);
}

/** What a list skips costs the database as much as what it shows. */
const mostSkipped = 10_000;

/** A whole number that may be asked for. */
function numberIn(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

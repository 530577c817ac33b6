import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import type { VisibleAccount, VisibleRepository, Viewers } from '../model/viewer.js';
import { createMemory } from './answer-memory.js';
import { statusOf } from './error-status.js';
import { secondsToWait } from './octokit.js';

export interface ViewerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** As `https://github.com`. */
  readonly origin: string;
  /** Of the REST API. */
  readonly api: string;
}

/** A person waits for the page. */
const longestCallMilliseconds = 10_000;
/** Of 100 repositories each. */
const mostPages = 30;

/** Asks GitHub, with the person's own token: it opens what both the person and the App may see. */
export function createViewers(options: ViewerOptions, now: () => number = Date.now): Viewers {
  const { clientId, clientSecret, origin, api } = options;
  const kept = createMemory(now).remember;
  const client = (auth?: string): Octokit =>
    new Octokit({
      baseUrl: api,
      userAgent: 'scrutineer',
      log: silent,
      request: { fetch: fetchInTime },
      ...(auth && { auth }),
    });
  return {
    signInAddress: ({ redirect, state, challenge }) => {
      const address = new URL('/login/oauth/authorize', origin);
      address.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirect,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString();
      return address.href;
    },
    exchange: async ({ code, verifier, redirect }) => {
      const answer = await fetchInTime(new URL('/login/oauth/access_token', origin).href, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams({
          client_id: clientId,
          client_secret: clientSecret,
          code,
          redirect_uri: redirect,
          code_verifier: verifier,
        }),
      });
      if (!answer.ok) throw new Error(`GitHub answered the sign-in with ${answer.status}.`);
      // A code that it does not take GitHub answers with 200 and an error.
      const { access_token: token, expires_in: seconds } = tokenSchema.parse(await answer.json());
      return token === undefined ? undefined : { token, seconds };
    },
    findLogin: async (token) => (await client(token).rest.users.getAuthenticated()).data.login,
    findRepository: (token, owner, name) =>
      kept(token, `${owner}/${name}`.toLowerCase(), async () => {
        try {
          return toVisible((await client(token).rest.repos.get({ owner, repo: name })).data);
        } catch (error) {
          // A rate limit says nothing of what they may see.
          if (secondsToWait(error, now()) !== undefined) throw error;
          if ([403, 404, 451].includes(statusOf(error) ?? 0)) return undefined;
          throw error;
        }
      }),
    listAccounts: (token) =>
      kept(token, 'accounts', async () => {
        const octokit = client(token);
        const list = octokit.rest.apps.listInstallationsForAuthenticatedUser;
        const accounts: VisibleAccount[] = [];
        let pages = 0;
        for await (const { data } of octokit.paginate.iterator(list, { per_page: 100 })) {
          for (const { id, account } of data as unknown as z.infer<typeof installationSchema>[]) {
            const login = installationSchema.parse({ id, account }).account?.login;
            if (login !== undefined) accounts.push({ login, installationId: id });
          }
          if (++pages === mostPages) break;
        }
        return accounts;
      }),
    listRepositories: (token, installationId) =>
      kept(token, `repositories/${installationId}`, async () => {
        const octokit = client(token);
        const list = octokit.rest.apps.listInstallationReposForAuthenticatedUser;
        const found: VisibleRepository[] = [];
        let pages = 0;
        const parameters = { installation_id: installationId, per_page: 100 };
        for await (const { data } of octokit.paginate.iterator(list, parameters)) {
          for (const repository of data as unknown[]) {
            const visible = toVisible(repository);
            if (visible) found.push(visible);
          }
          if (++pages === mostPages) break;
        }
        return found;
      }),
    revoke: async (token) => {
      const answer = await fetchInTime(`${api}/applications/${clientId}/token`, {
        method: 'DELETE',
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        },
        body: JSON.stringify({ access_token: token }),
      });
      // One that has ended already GitHub does not find.
      if (!answer.ok && answer.status !== 404 && answer.status !== 422)
        throw new Error(`GitHub answered the sign-out with ${answer.status}.`);
    },
  };
}

/** What fails is thrown; what somebody may not see is no failure. */
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
function ignore(): void {
  return undefined;
}

const tokenSchema = z.object({ access_token: z.string().optional(), expires_in: z.number().optional() });
const installationSchema = z.object({
  id: z.number(),
  account: z.object({ login: z.string().optional() }).nullable(),
});
const repositorySchema = z.object({
  id: z.number(),
  full_name: z.string(),
  private: z.boolean(),
  visibility: z.string().optional(),
  permissions: z
    .object({
      triage: z.boolean().default(false),
      push: z.boolean().default(false),
      maintain: z.boolean().default(false),
      admin: z.boolean().default(false),
    })
    .optional(),
});

/**
 * A private repository GitHub shows only to those who may see it. A public one it shows to everybody, and an internal one, which is
 * `private` too, to all of an enterprise, who must not learn here what is wrong with it before it is mended: only to those with a role
 * in it, from triage on.
 */
function toVisible(data: unknown): VisibleRepository | undefined {
  const { id, full_name: name, permissions, ...facts } = repositorySchema.parse(data);
  const isForFew = facts.private && facts.visibility !== 'internal';
  const hasRole = Object.values(permissions ?? {}).some((isGiven) => isGiven);
  return isForFew || hasRole ? { id, name } : undefined;
}

function fetchInTime(address: string, init: RequestInit): Promise<Response> {
  return fetch(address, { ...init, signal: AbortSignal.timeout(longestCallMilliseconds) });
}

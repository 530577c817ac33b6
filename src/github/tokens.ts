import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';

type Level = 'read' | 'write';

/** What a token may do, in GitHub's names (docs.github.com/rest/authentication/permissions-required-for-github-apps). */
export type Permissions = Readonly<
  Partial<
    Record<
      'metadata' | 'contents' | 'issues' | 'merge_queues' | 'checks' | 'pull_requests' | 'security_events',
      Level
    >
  >
>;

/** What a token is asked for. */
export interface Access {
  readonly installationId: number;
  /** The name of the one repository that it opens; without it all of the installation. */
  readonly repository?: string;
  readonly permissions: Permissions;
  /** GitHub refuses the token, with 422, where the App has not all of the permissions. */
  readonly isExact?: true;
}

/** Has the App ask for a token; for another one than that which GitHub refused. */
export type Tokens = (app: Octokit, access: Access, refused?: string) => Promise<string>;

/** A token lives for an hour; a job that begins with it may take some minutes. */
const spareMilliseconds = 15 * 60_000;
/** Installations and repositories whose tokens are kept. */
const mostTokens = 5000;

/** Tokens for one repository with the least permissions each, kept while they are good. */
export function createTokens(now: () => number = Date.now): Tokens {
  const kept = new Map<string, Promise<Token>>();
  return async (app, access, refused) => {
    const key = JSON.stringify(access);
    for (let known = kept.get(key); known;) {
      // One that could not be had is asked for again.
      const token = await known.catch(() => undefined);
      if (token && token.text !== refused && token.expiresAt - now() > spareMilliseconds) return token.text;
      // Somebody else may have asked meanwhile.
      const newer = kept.get(key);
      known = newer === known ? undefined : newer;
    }
    const asked = ask(app, access);
    kept.delete(key);
    kept.set(key, asked);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostTokens) break;
      kept.delete(oldest);
    }
    return (await asked).text;
  };
}

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

async function ask(octokit: Octokit, access: Access): Promise<Token> {
  try {
    return await askFor(octokit, access);
  } catch (error) {
    // Where the App's permissions have grown and nobody has agreed to that yet, GitHub gives what there is.
    if (statusOf(error) !== 422 || access.isExact) throw error;
    return askFor(octokit, { ...access, permissions: {} });
  }
}

async function askFor(octokit: Octokit, { installationId, repository, permissions }: Access): Promise<Token> {
  const { data } = await octokit.rest.apps.createInstallationAccessToken({
    installation_id: installationId,
    ...(repository !== undefined && { repositories: [repository] }),
    ...(Object.keys(permissions).length > 0 && { permissions }),
  });
  return { text: data.token, expiresAt: Date.parse(data.expires_at) };
}

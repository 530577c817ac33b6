import type { Probot } from 'probot';
import type { Watch } from '../model/watch.js';
import { Stopped } from '../queue/ends.js';
import type { Log } from './context.js';
import { statusOf } from './error-status.js';
import { isWrite, type Octokit } from './octokit.js';
import { createPace, holdBack, type Pace } from './pace.js';
import type { Job } from './queue.js';
import { type Access, createTokens, type Permissions } from './tokens.js';

/** Clients for GitHub's API, each with a token that can do no more than its purpose needs. */
export interface GitHubAccess {
  /** Speaks for the App itself. */
  readonly app: () => Promise<Octokit>;
  /** For a job, in its repository. Writes nothing more once the job is another process's. */
  readonly forJob: (job: Job, log: Log, signal?: AbortSignal) => Promise<Octokit>;
  /** Reads the files of another repository of the same installation; undefined where the App is not installed there. */
  readonly forFiles: (installationId: number, repository: string, log: Log) => Promise<Octokit | undefined>;
  /** Gives results to code scanning in a job's repository; undefined where the App may not. */
  readonly forCodeScanning: (job: Job, log: Log, signal?: AbortSignal) => Promise<Octokit | undefined>;
  /** Reads pull requests and checks of all repositories of an installation. */
  readonly forSweep: (installationId: number) => Promise<Octokit>;
}

/** How long it is taken for granted that the App is still not installed in a repository. */
const absentMilliseconds = 10 * 60_000;
const mostAbsent = 5000;

export function createAccess(
  probot: Pick<Probot, 'auth'>,
  watch: Watch,
  pace: Pace = createPace(),
): GitHubAccess {
  const app = (): Promise<Octokit> => probot.auth();
  const tokens = createTokens();
  const absent = new Map<string, number>();
  const open = async (access: Access, log?: Log, signal?: AbortSignal): Promise<Octokit> => {
    const octokit = await app();
    const { installationId } = access;
    let getToken: StrategyOptions['getToken'] | undefined;
    const opened = (await octokit.auth({
      type: 'installation',
      installationId,
      factory: ({ octokitOptions }: { octokitOptions: object }) => {
        const Client = octokit.constructor as new (options: object) => Octokit;
        const options = { ...octokitOptions, ...(log && { log: log.child({ name: 'octokit' }) }) };
        // The App itself asks for tokens, and logs that as a part of the job.
        const asker = log ? new Client(options) : octokit;
        getToken = (refused) => tokens(asker, access, refused);
        const client = new Client({ ...options, authStrategy: withToken, auth: { getToken } });
        watchCalls(client, installationId, watch);
        if (signal) fence(client, signal);
        holdBack(client, () => pace(installationId, signal));
        return client;
      },
    })) as Octokit;
    // The first one tells whether there is access at all.
    await getToken?.();
    return opened;
  };
  return {
    app,
    forJob: (job, log, signal) =>
      open(
        { installationId: job.installationId, repository: job.repo, permissions: permissionsFor(job) },
        log,
        signal,
      ),
    forFiles: async (installationId, repository, log) => {
      const key = `${installationId}/${repository}`;
      if ((absent.get(key) ?? 0) > Date.now()) return undefined;
      try {
        return await open(
          { installationId, repository, permissions: { metadata: 'read', contents: 'read' } },
          log,
        );
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        if (absent.size >= mostAbsent) absent.clear();
        absent.set(key, Date.now() + absentMilliseconds);
        return undefined;
      }
    },
    forCodeScanning: async ({ installationId, repo }, log, signal) => {
      const permissions: Permissions = { metadata: 'read', security_events: 'write' };
      try {
        return await open({ installationId, repository: repo, permissions, isExact: true }, log, signal);
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        return undefined;
      }
    },
    forSweep: (installationId) =>
      open({ installationId, permissions: { metadata: 'read', checks: 'read', pull_requests: 'read' } }),
  };
}

/** Why each is needed stands in `app.yml`. */
function permissionsFor(job: Job): Permissions {
  const reading: Permissions = { metadata: 'read', contents: 'read', checks: 'read' };
  if ('sha' in job) return { metadata: 'read', checks: 'read' };
  if ('group' in job) return { ...reading, merge_queues: 'read', pull_requests: 'read', checks: 'write' };
  if ('onboarding' in job) return { metadata: 'read', contents: 'write', pull_requests: 'write' };
  const talking: Permissions = { ...reading, contents: 'write', issues: 'read', pull_requests: 'write' };
  return 'comment' in job || 'baselineFor' in job ? talking : { ...talking, checks: 'write' };
}

interface StrategyOptions {
  readonly getToken: (refused?: string) => Promise<string>;
}

interface Endpoint {
  readonly headers: Record<string, string | number | undefined>;
}

type Request = ((endpoint: Endpoint) => Promise<unknown>) & {
  readonly endpoint: { merge(route: unknown, parameters?: object): Endpoint };
};

/** An authentication strategy of Octokit's. A token that GitHub refuses, as after a change of its rights, is replaced once. */
function withToken({ getToken }: StrategyOptions): object {
  const send = (request: Request, endpoint: Endpoint, token: string): Promise<unknown> => {
    endpoint.headers.authorization = `token ${token}`;
    return request(endpoint);
  };
  const authenticate = async (): Promise<object> => ({
    type: 'token',
    tokenType: 'installation',
    token: await getToken(),
  });
  return Object.assign(authenticate, {
    hook: async (request: Request, route: unknown, parameters?: object): Promise<unknown> => {
      const endpoint = request.endpoint.merge(route, parameters);
      const token = await getToken();
      try {
        return await send(request, endpoint, token);
      } catch (error) {
        // Nothing was done, so that this holds for writes too.
        if (statusOf(error) !== 401) throw error;
        return send(request, endpoint, await getToken(token));
      }
    },
  });
}

function watchCalls(octokit: Octokit, installationId: number, watch: Watch): void {
  const tell = (
    options: { readonly method: string; readonly url: string },
    status: number,
    headers: Readonly<Record<string, unknown>> = {},
  ): void => {
    const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
    const resource = headers['x-ratelimit-resource'];
    watch.call({
      api: options.url.endsWith('/graphql') ? 'graphql' : 'rest',
      method: options.method,
      status,
      installationId,
      ...(Number.isFinite(remaining) && {
        limit: { resource: typeof resource === 'string' ? resource : 'core', remaining },
      }),
    });
  };
  octokit.hook.after('request', (response, options) => tell(options, response.status, response.headers));
  octokit.hook.error('request', (error, options) => {
    const { response } = error as { response?: { status: number; headers: Record<string, unknown> } };
    tell(options, response?.status ?? 0, response?.headers);
    throw error;
  });
}

/** A job that another process may have by now must write nothing more. */
function fence(octokit: Octokit, signal: AbortSignal): void {
  octokit.hook.before('request', (options) => {
    if (signal.aborted && signal.reason instanceof Stopped && isWrite(options)) throw signal.reason;
  });
}

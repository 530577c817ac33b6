import { exampleOf, type MatchedCall } from './descriptions.js';
import type { Operation } from './operations.js';
import { Refusal, type State } from './state.js';

/** What a token opens, and for what. */
export interface Grant {
  /** Without it all repositories of the installation. */
  readonly repositories?: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
}

/** What stands for each token that was given. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly at: string;
  readonly status: number;
}

/** What the App asks for when it is registered: see `app.yml`. */
export const granted: Grant['permissions'] = {
  metadata: 'read',
  contents: 'write',
  issues: 'read',
  merge_queues: 'read',
  checks: 'write',
  pull_requests: 'write',
};

/** What the App asks about itself, with its own key, and what an installation asks about its repositories. */
export const appOperations: Readonly<Record<string, Operation>> = {
  'POST /app/installations/{installation_id}/access_tokens': (state, { body }) => {
    const { repositories, permissions = state.granted } = (body ?? {}) as Partial<Grant>;
    for (const [name, level] of Object.entries(permissions))
      if (state.granted[name] !== level && state.granted[name] !== 'write')
        throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    for (const name of repositories ?? [])
      if (name !== state.repo && !state.installedToo.has(name))
        throw new Refusal(422, `There is no repository ${name} in this installation.`);
    const token = `installation-token-${state.nextId++}`;
    state.tokens.set(token, { ...(repositories && { repositories }), permissions });
    return { token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions };
  },

  'GET /app/installations': (state) => [
    {
      ...exampleOf('GET /app/installations'),
      id: state.installationId,
      account: accountOf(state),
      suspended_at: null,
    },
  ],

  'GET /installation/repositories': (state) => {
    const { repositories: examples } = exampleOf('GET /installation/repositories');
    const [example] = examples as readonly Record<string, unknown>[];
    const open = [...state.pulls.values()].filter((pull) => pull.state === 'OPEN').length;
    const facts = { node_id: 'R_1', name: state.repo, open_issues_count: open, archived: false };
    return { total_count: 1, repositories: [{ ...example, ...facts }] };
  },

  'GET /app/hook/deliveries': (state, { query }) => {
    const wanted = state.deliveries.filter(
      ({ status }) =>
        query.status === undefined || (isWhole(status) ? 'success' : 'failure') === query.status,
    );
    return wanted.toReversed().map(({ id, guid, at, status }) => ({
      ...exampleOf('GET /app/hook/deliveries'),
      id,
      guid,
      delivered_at: at,
      status: isWhole(status) ? 'OK' : 'Failed',
      status_code: status,
    }));
  },

  'POST /app/hook/deliveries/{delivery_id}/attempts': (state, { path }) => {
    const delivery = state.deliveries.find(({ id }) => id === Number(path.delivery_id));
    if (!delivery) throw new Refusal(404, 'Not Found');
    state.redelivered.push(delivery.guid);
    return {};
  },
};

/** An organization; the description wants of each account what an enterprise has as well. */
function accountOf({ owner: login }: State): object {
  const { owner } = exampleOf('GET /repos/{owner}/{repo}');
  const times = { created_at: null, updated_at: null };
  return { ...(owner as object), login, type: 'Organization', name: login, slug: login, ...times };
}

/** One that timed out has 0. */
function isWhole(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What each operation needs; those that need none of these need to read metadata only. */
const needed: Readonly<Record<string, readonly [string, 'read' | 'write']>> = {
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': ['checks', 'read'],
  'POST /repos/{owner}/{repo}/check-runs': ['checks', 'write'],
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': ['checks', 'read'],
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': ['checks', 'write'],
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': ['checks', 'read'],
  'GET /repos/{owner}/{repo}/compare/{basehead}': ['contents', 'read'],
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': ['contents', 'read'],
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': ['contents', 'read'],
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': ['pull_requests', 'read'],
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': ['pull_requests', 'read'],
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['pull_requests', 'write'],
  'POST /repos/{owner}/{repo}/code-scanning/sarifs': ['security_events', 'write'],
};

/** Throws where a token may not do what it is used for. */
export function requireGrant(
  state: State,
  grant: Grant,
  operation: string,
  call: MatchedCall | undefined,
): void {
  const name = call?.path.repo;
  if (name !== undefined && grant.repositories && !grant.repositories.includes(name))
    throw new Error(`A token for ${grant.repositories.join()} was used for ${name}.`);
  if (call === undefined) return;
  const [permission, level] = needed[operation] ?? ['metadata', 'read'];
  const given = grant.permissions[permission];
  if (given !== level && given !== 'write')
    throw new Error(`${operation} needs ${permission}: ${level}, and the token has ${given ?? 'none'}.`);
}

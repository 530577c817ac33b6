import { createHash, randomUUID } from 'node:crypto';
import { exampleOf, type MatchedCall } from './descriptions.js';
import { Refusal, type State } from './state.js';

/** A repository as a person sees it. */
export interface SeenRepository {
  readonly id: number;
  /** `owner/name` */
  readonly name: string;
  readonly isPublic?: boolean;
  /** For all of an enterprise. */
  readonly isInternal?: boolean;
  /** What they may do besides reading. */
  readonly role?: 'triage' | 'push' | 'admin';
}

export interface Person {
  readonly login: string;
  /** Of private ones only those that they see. */
  readonly repositories: SeenRepository[];
}

/** Who uses GitHub in a browser, and what they have given the App leave for. */
export interface People {
  readonly persons: Map<string, Person>;
  /** Who sits at the browser now, and agrees; undefined where they do not. */
  visitor: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly codes: Map<
    string,
    { readonly login: string; readonly challenge: string; readonly redirect: string }
  >;
  /** Logins by their tokens. */
  readonly tokens: Map<string, string>;
}

export function createPeople(): People {
  return {
    persons: new Map(),
    visitor: undefined,
    clientId: 'Iv1.standin',
    clientSecret: ['client', 'for', 'tests', 'alone'].join('-'),
    codes: new Map(),
    tokens: new Map(),
  };
}

interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** What stands beside the API; undefined where a path is none of it. Whatever a client leaves out that protects it is a violation. */
export function answerSignIn(people: People, method: string, url: URL, text: string): Answered | undefined {
  if (method === 'GET' && url.pathname === '/login/oauth/authorize')
    return authorize(people, url.searchParams);
  if (method === 'POST' && url.pathname === '/login/oauth/access_token')
    return giveToken(people, new URLSearchParams(text));
  return undefined;
}

function authorize(people: People, given: URLSearchParams): Answered {
  const redirect = given.get('redirect_uri') ?? '';
  const challenge = given.get('code_challenge') ?? '';
  const state = given.get('state') ?? '';
  if (given.get('client_id') !== people.clientId) throw new Error('The client is not known.');
  if (state.length < 20) throw new Error('A sign-in without a state that nobody guesses.');
  if (given.get('code_challenge_method') !== 'S256' || challenge.length !== 43)
    throw new Error('A sign-in without a challenge.');
  const address = new URL(redirect);
  address.searchParams.set('state', state);
  if (people.visitor === undefined) address.searchParams.set('error', 'access_denied');
  else {
    const code = randomUUID();
    people.codes.set(code, { login: people.visitor, challenge, redirect });
    address.searchParams.set('code', code);
  }
  return { status: 302, body: '', headers: { location: address.href } };
}

function giveToken(people: People, given: URLSearchParams): Answered {
  const code = given.get('code') ?? '';
  const known = people.codes.get(code);
  people.codes.delete(code);
  const verifier = createHash('sha256')
    .update(given.get('code_verifier') ?? '')
    .digest('base64url');
  const isRight =
    given.get('client_id') === people.clientId &&
    given.get('client_secret') === people.clientSecret &&
    known?.redirect === given.get('redirect_uri') &&
    known.challenge === verifier;
  if (!isRight) return { status: 200, body: { error: 'bad_verification_code', error_description: 'No.' } };
  const token = `user-token-${randomUUID()}`;
  people.tokens.set(token, known.login);
  return { status: 200, body: { access_token: token, token_type: 'bearer', scope: '', expires_in: 28_800 } };
}

type PersonOperation = (state: State, person: Person, call: MatchedCall) => unknown;

/** What a person's own token opens. */
export const personOperations: Readonly<Record<string, PersonOperation>> = {
  'GET /user': (_, { login }) => ({ ...exampleOf('GET /user'), login }),

  'GET /user/installations': (state, person) => {
    const { installations } = exampleOf('GET /user/installations');
    const [example] = installations as readonly Record<string, unknown>[];
    const isMember = person.repositories.some(({ name }) => name.startsWith(`${state.owner}/`));
    const account = { ...(example?.account as object), login: state.owner };
    return isMember
      ? { total_count: 1, installations: [{ ...example, id: state.installationId, account }] }
      : { total_count: 0, installations: [] };
  },

  'GET /user/installations/{installation_id}/repositories': (state, person, { path }) => {
    const seen = person.repositories.filter(({ name }) => name.startsWith(`${state.owner}/`));
    if (Number(path.installation_id) !== state.installationId || seen.length === 0)
      throw new Refusal(404, 'Not Found');
    return { total_count: seen.length, repositories: seen.map(showListed) };
  },

  'GET /repos/{owner}/{repo}': (_, person, { path }) => {
    const wanted = `${path.owner ?? ''}/${path.repo ?? ''}`.toLowerCase();
    const found = person.repositories.find(({ name }) => name.toLowerCase() === wanted);
    if (!found) throw new Refusal(404, 'Not Found');
    const example = exampleOf('GET /repos/{owner}/{repo}');
    // GitHub's example leaves it out, and its description does not let it.
    delete example.source;
    delete example.parent;
    return { ...example, language: null, ...factsOf(found) };
  },
};

function showListed(seen: SeenRepository): unknown {
  const { repositories } = exampleOf('GET /user/installations/{installation_id}/repositories');
  const [example] = repositories as readonly Record<string, unknown>[];
  return { ...example, ...factsOf(seen) };
}

function factsOf({ id, name, isPublic = false, isInternal = false, role }: SeenRepository): object {
  const visibility = isPublic ? 'public' : isInternal ? 'internal' : 'private';
  const permissions = {
    admin: role === 'admin',
    maintain: role === 'admin',
    push: role === 'push' || role === 'admin',
    triage: role !== undefined,
    pull: true,
  };
  return { id, full_name: name, name: name.split('/')[1], private: !isPublic, visibility, permissions };
}

/** Ends a token, asked with the App's own secret. */
export function revoke(people: People, authorization: string, body: unknown): Answered {
  const own = Buffer.from(`${people.clientId}:${people.clientSecret}`).toString('base64');
  if (authorization !== `Basic ${own}`) return { status: 401, body: { message: 'Bad credentials' } };
  const { access_token: token = '' } = body as { access_token?: string };
  return { status: people.tokens.delete(token) ? 204 : 404, body: undefined };
}

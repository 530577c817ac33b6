import { hkdfSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import { z } from 'zod';

/** Somebody who has signed in. */
export interface Session {
  readonly login: string;
  /** Theirs, for GitHub's API. */
  readonly token: string;
  /** Has to come back with whatever is to be done for them. */
  readonly csrf: string;
}

/** Somebody who is away at GitHub to sign in. */
export interface Flow {
  readonly state: string;
  readonly verifier: string;
  /** The page that they wanted. */
  readonly page: string;
}

const schemas = {
  session: z.object({ login: z.string(), token: z.string(), csrf: z.string() }),
  flow: z.object({ state: z.string(), verifier: z.string(), page: z.string() }),
} as const;

export interface Cookies {
  /** Undefined where there is none, or one that was changed, is not ours or has ended. */
  findSession(request: IncomingMessage): Promise<Session | undefined>;
  setSession(response: ServerResponse, session: Session, seconds: number): Promise<void>;
  findFlow(request: IncomingMessage): Promise<Flow | undefined>;
  setFlow(response: ServerResponse, flow: Flow): Promise<void>;
  clear(response: ServerResponse, kind: 'session' | 'flow'): void;
}

const flowSeconds = 600;
/** Longest; GitHub's own tokens end after eight hours. */
const sessionSeconds = 8 * 3600;

/**
 * Keeps who has signed in within cookies that are encrypted and authenticated (JWE, A256GCM), by a key that follows from the App's client
 * secret: the server keeps nothing, all its processes know them, and a new client secret ends all sessions.
 */
export function createCookies(
  secret: string,
  isSecure: boolean,
  now: () => Date = () => new Date(),
): Cookies {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'scrutineer cookies', 32));
  // Of a prefixed name a browser takes no cookie from another host or without TLS.
  const nameOf = (kind: Kind): string => `${isSecure ? '__Host-' : ''}scrutineer-${kind}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  const set = async (
    response: ServerResponse,
    kind: Kind,
    content: Session | Flow,
    seconds: number,
  ): Promise<void> => {
    const at = Math.floor(now().getTime() / 1000);
    const text = await new EncryptJWT({ content })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(kind)
      .setIssuedAt(at)
      .setExpirationTime(at + seconds)
      .encrypt(key);
    response.appendHeader('set-cookie', `${nameOf(kind)}=${text}; Max-Age=${seconds}; ${attributes}`);
  };
  const find = async <T extends Kind>(
    request: IncomingMessage,
    kind: T,
  ): Promise<z.infer<(typeof schemas)[T]> | undefined> => {
    const text = readCookie(request, nameOf(kind));
    if (text === undefined) return undefined;
    try {
      const options = {
        audience: kind,
        currentDate: now(),
        requiredClaims: ['exp'],
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      };
      const { payload } = await jwtDecrypt(text, key, options);
      return schemas[kind].parse(payload.content) as z.infer<(typeof schemas)[T]>;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  };
  return {
    findSession: (request) => find(request, 'session'),
    setSession: (response, session, seconds) =>
      set(response, 'session', session, Math.min(seconds, sessionSeconds)),
    findFlow: (request) => find(request, 'flow'),
    setFlow: (response, flow) => set(response, 'flow', flow, flowSeconds),
    clear: (response, kind) =>
      void response.appendHeader('set-cookie', `${nameOf(kind)}=; Max-Age=0; ${attributes}`),
  };
}

type Kind = keyof typeof schemas;

function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}

/** Nobody guesses it. */
export function randomWord(): string {
  return randomBytes(32).toString('base64url');
}

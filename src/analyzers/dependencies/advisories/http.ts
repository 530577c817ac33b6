import { setTimeout as sleep } from 'node:timers/promises';
import { AdvisoryError } from './advisory.js';

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, by POST. */
  readonly body?: unknown;
  /** Of the answer, unpacked; a longer one is refused. */
  readonly maxBytes: number;
  /** Waits for milliseconds; tests give their own. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const longestMilliseconds = 30_000;
/** What is asked here changes nothing, so that it can be asked again. */
const tries = 3;
const longestWaitMilliseconds = 10_000;

/** What was asked for has no answer that can be used, and something else may have one. */
export class RefusedError extends AdvisoryError {}

/**
 * Asks for JSON, again after a lost answer, a 429 or a 5xx.
 *
 * @throws AdvisoryError where there is no answer that can be used.
 */
export async function requestJson(address: string, options: RequestOptions): Promise<unknown> {
  return request(address, options, (text) => JSON.parse(text) as unknown);
}

/** As `requestJson`, for a text; undefined where there is none at the address. */
export async function requestText(address: string, options: RequestOptions): Promise<string | undefined> {
  return request<string | undefined>(address, options, (text) => text, [404, 410]);
}

async function request<T>(
  address: string,
  options: RequestOptions,
  parse: (text: string) => T,
  absent: readonly number[] = [],
): Promise<T> {
  const { wait = sleep } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptOnce(address, options, parse, absent);
    if ('result' in outcome) return outcome.result;
    const pause = outcome.retryAfter ?? 500 * 2 ** attempt;
    if (!outcome.isPassing) throw new RefusedError(`${hostOf(address)} ${outcome.why}`);
    if (attempt === tries || pause > longestWaitMilliseconds)
      throw new AdvisoryError(`${hostOf(address)} ${outcome.why}`);
    await wait(pause);
  }
}

type Outcome<T> =
  | { readonly result: T }
  | { readonly why: string; readonly isPassing: boolean; readonly retryAfter?: number };

async function attemptOnce<T>(
  address: string,
  { headers, body, maxBytes }: RequestOptions,
  parse: (text: string) => T,
  absent: readonly number[],
): Promise<Outcome<T>> {
  try {
    const { url, authorization } = splitCredentials(address);
    const response = await fetch(url, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...authorization,
        ...headers,
      },
      signal: AbortSignal.timeout(longestMilliseconds),
    });
    if (!response.ok) {
      await response.body?.cancel();
      // Where it may be absent the parser takes that for an empty text.
      if (absent.includes(response.status)) return { result: undefined as T };
      const seconds = Number(response.headers.get('retry-after'));
      return {
        why: `answered with ${response.status}`,
        isPassing: response.status === 429 || response.status >= 500,
        ...(seconds > 0 && { retryAfter: seconds * 1000 }),
      };
    }
    const text = await readBounded(response, maxBytes);
    if (text === undefined) return { why: `answered with more than ${maxBytes} bytes`, isPassing: false };
    return { result: parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { why: 'answered with no JSON', isPassing: true };
    return { why: `could not be reached: ${reasonOf(error)}`, isPassing: true };
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (!response.body) return '';
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What stands behind the "fetch failed" of Node.js. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause: unknown = error.cause;
  if (error.name === 'TimeoutError') return 'it took too long';
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

/** An address as `fetch` takes it: one with credentials it refuses, and says them in its error. */
export function splitCredentials(address: string): {
  readonly url: URL;
  readonly authorization?: { readonly authorization: string };
} {
  const url = new URL(address);
  if (url.username === '' && url.password === '') return { url };
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return {
    url,
    authorization: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
}

/** For messages: an address can hold credentials. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : 'the address';
}

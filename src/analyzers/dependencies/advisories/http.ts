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

/**
 * Asks for JSON, again after a lost answer, a 429 or a 5xx.
 *
 * @throws AdvisoryError where there is no answer that can be used.
 */
export async function requestJson(address: string, options: RequestOptions): Promise<unknown> {
  const { wait = sleep } = options;
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptJson(address, options);
    if ('json' in outcome) return outcome.json;
    const pause = outcome.retryAfter ?? 500 * 2 ** attempt;
    if (!outcome.isPassing || attempt === tries || pause > longestWaitMilliseconds)
      throw new AdvisoryError(`${hostOf(address)} ${outcome.why}`);
    await wait(pause);
  }
}

type Outcome =
  | { readonly json: unknown }
  | { readonly why: string; readonly isPassing: boolean; readonly retryAfter?: number };

async function attemptJson(address: string, { headers, body, maxBytes }: RequestOptions): Promise<Outcome> {
  try {
    const response = await fetch(address, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(longestMilliseconds),
    });
    if (!response.ok) {
      await response.body?.cancel();
      const seconds = Number(response.headers.get('retry-after'));
      return {
        why: `answered with ${response.status}`,
        isPassing: response.status === 429 || response.status >= 500,
        ...(seconds > 0 && { retryAfter: seconds * 1000 }),
      };
    }
    const text = await readBounded(response, maxBytes);
    if (text === undefined) return { why: `answered with more than ${maxBytes} bytes`, isPassing: false };
    return { json: JSON.parse(text) as unknown };
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

/** For messages: an address can hold credentials. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : 'the address';
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probot } from 'probot';
import type { Log } from './context.js';
import { statusOf } from './error-status.js';

/** GitHub caps payloads at 25 MB (docs.github.com/webhooks/webhook-events-and-payloads). */
const mostBytes = 25 * 1024 * 1024;
/** GitHub gives up after 10 s. A body that trickles in longer is nobody's webhook. */
const longestBodyMilliseconds = 10_000;

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Takes webhooks: checks the signature, lets the handlers keep their jobs, and answers 202; 500 where a job could not be
 * kept, so that GitHub marks the delivery as failed and the sweep asks for it again. Calls nobody before it answers.
 */
export function createReceiver({ webhooks }: Pick<Probot, 'webhooks'>, log: Log): Handler {
  return async (request, response) => {
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${text}\n`);
    };
    if (request.method !== 'POST') return answer(405, 'Webhooks are sent with POST.');
    const id = headerOf(request, 'x-github-delivery');
    const name = headerOf(request, 'x-github-event');
    const signature = headerOf(request, 'x-hub-signature-256');
    if (id === undefined || name === undefined || signature === undefined)
      return answer(400, 'This is no signed webhook: a header is missing.');
    if (!/^application\/json\b/.test(headerOf(request, 'content-type') ?? ''))
      return answer(415, 'Webhooks are taken as JSON: set the content type so in the settings of the App.');
    const body = await readBody(request);
    if (body === undefined) {
      response.setHeader('connection', 'close');
      return answer(413, 'A webhook has 25 MB at most, and comes within 10 seconds.');
    }
    try {
      await webhooks.verifyAndReceive({ id, name, payload: body, signature });
    } catch (error) {
      const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
      const status = statusOf(first) === 400 ? 400 : 500;
      log.error({ err: first, delivery: id, event: name }, 'A webhook was not taken');
      return answer(
        status,
        status === 400 ? 'The signature or the JSON is wrong.' : 'It could not be kept. Send it again.',
      );
    }
    answer(202, 'Taken.');
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Undefined when it is too large or too slow; the rest is then not read. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => end(undefined), longestBodyMilliseconds);
    const end = (body: string | undefined): void => {
      clearTimeout(timer);
      request.off('data', onData);
      if (body === undefined) request.pause();
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > mostBytes) end(undefined);
      else chunks.push(chunk);
    };
    request.on('data', onData);
    request.once('end', () => end(Buffer.concat(chunks).toString('utf8')));
    request.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    if (Number(request.headers['content-length']) > mostBytes) end(undefined);
  });
}

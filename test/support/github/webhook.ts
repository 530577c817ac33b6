import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

interface ExampleSet {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}

const require = createRequire(import.meta.url);
const examples = require('@octokit/webhooks-examples') as readonly ExampleSet[];

/** One of GitHub's own examples of a webhook's payload, from an installed App where there is one. A push has no action. */
export function examplePayload(event: string, action?: string): Record<string, unknown> {
  const found = examples
    .find((set) => set.name === event)
    ?.examples.filter((example) => example.action === action);
  const example = found?.find((candidate) => 'installation' in candidate) ?? found?.[0];
  // GitHub publishes no example of this one; it differs in its action alone.
  if (!example && `${event}.${action ?? ''}` === 'merge_group.destroyed')
    return { ...examplePayload(event, 'checks_requested'), action, reason: 'dequeued' };
  if (!example) throw new Error(`There is no example of ${event}.${action ?? ''}.`);
  return structuredClone(example);
}

/** Sends a signed webhook as GitHub does; the same delivery id makes it a redelivery. */
export async function deliver(
  address: string,
  secret: string,
  event: string,
  payload: unknown,
  delivery: string = randomUUID(),
): Promise<Response> {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/stand-in',
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
  });
}

import { namedToken } from './named-token.js';
import type { SecretRule } from './rule.js';

/** Id and title without "API key", names as in `namedToken`, the expression for the value, the page of the provider. */
export type MeteredKey = readonly [
  id: string,
  provider: string,
  names: readonly string[],
  value: string,
  reference: string,
];

/** The key of an API that sells answers: it opens no data of its owner, but what it asks is counted and charged. */
export function meteredKey([id, provider, names, value, reference]: MeteredKey): SecretRule {
  return namedToken({
    id: `${id}-api-key`,
    title: /^[A-Z]/.test(provider) ? `${provider} API key` : `API key of ${provider}`,
    severity: 'low',
    opens: 'can use the API at the cost of the account, and use up what it may ask',
    rotate: `create a new key in the account at ${provider}, and delete this one.`,
    reference,
    names,
    word: 'api key',
    value,
  });
}

import { namedToken } from './named-token.js';
import type { SecretRule } from './rule.js';

/** Id and title without "API key", names as in `namedToken`, the expression for the value, the page of the provider. */
export type AccountKey = readonly [
  id: string,
  provider: string,
  names: readonly string[],
  value: string,
  reference: string,
];

/** The keys of accounts that hold the same kind of data; `opens` completes "Whoever can read the repository …". */
export function accountKeys(opens: string, keys: readonly AccountKey[]): SecretRule[] {
  return keys.map(([id, provider, names, value, reference]) =>
    namedToken({
      id: `${id}-api-key`,
      title: /^[A-Z]/.test(provider) ? `${provider} API key` : `API key of ${provider}`,
      severity: 'high',
      opens,
      rotate: `create a new key in the account at ${provider}, and delete this one.`,
      reference,
      names,
      word: 'api key',
      value,
    }),
  );
}

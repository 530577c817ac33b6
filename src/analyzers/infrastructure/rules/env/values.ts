/** Words that people write where a secret belongs. */
const placeholderWords =
  /change.?(?:me|this|it)|replace|insecure|not-a-secret|dev-?only|local-?only|example|sample|placeholder|dummy|your|insert|enter|todo|fixme|x{4,}|\*{3,}|\.{3}|<|>|\{\{|secret.?here|redacted|password|passwd|secret$|^secret|^(?:test|dev|local|demo|fake|mock|foo|bar|none|null|undefined|true|false|yes|no|on|off|root|admin|user|pass|guest|postgres|mysql|redis|mongo|default)(?:[-_]?(?:only|key|token|secret|pass|\d{1,4}))*$/i;

/** Values that another place fills in, or that are already encrypted. */
const indirect =
  /^(?:\$\{?\w|\$\(|%\w+%|#\{|@[\w-]+[:/(]|op:\/\/|vault:|arn:aws:|ref\+|secret:\/\/|file:|encrypted:|ENC\[|ENC\(|AgA[\w+/]|-----BEGIN (?:PGP|AGE|CERTIFICATE|PUBLIC))/;

/** Whether a value stands in for a secret instead of being one. */
export function isPlaceholder(value: string): boolean {
  if (value.length < 4 || indirect.test(value) || /\$\{?\w/.test(value.slice(0, 200))) return true;
  if (new Set(value).size <= 3 || /^(?:0?1234567?8?9?0?|abcd(?:ef(?:gh)?)?)/i.test(value)) return true;
  return placeholderWords.test(value.slice(0, 200));
}

/** Whether a value is more likely made by a machine than picked from words: long enough, and mixed. */
export function looksRandom(value: string): boolean {
  if (/\s/.test(value) && !value.startsWith('-----')) return false;
  if (value.length < 12 || /^\d+$/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(value)).length;
  return entropyOf(value) >= 3 && (kinds >= 2 || value.length >= 20);
}

/** Shannon's entropy in bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length);
  return entropy;
}

/** Parts of names that say what the value is. */
const secretName =
  /(?:^|_)(?:SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|TOKEN|CREDENTIALS?|API_?KEY|APIKEY|ACCESS_KEY|PRIVATE_KEY|SECRET_KEY|ENCRYPTION_KEY|SIGNING_KEY|MASTER_KEY|SERVICE_KEY|SERVICE_ROLE_KEY|ADMIN_KEY|ACCOUNT_KEY|AUTH_KEY|APP_KEY|LICENSE_KEY|WEBHOOK_URL|PAT|SALT|PEPPER)(?:_\w+)?$/i;

/** Names that hold such a part, but whose values say how, where or how long. */
const aboutSecrets =
  /(?:_(?:URL|URI|ENDPOINT|PATH|FILE|DIR|NAME|ID|TTL|EXPIR\w*|LIFETIME|DURATION|AGE|LENGTH|TYPE|ALGORITHM|HEADER|ISSUER|AUDIENCE|ENABLED?|DISABLED?|ROUNDS|VERSION|REGION|PREFIX|LIMIT|MIN|MAX|COUNT|ARN))$/i;

/** Whether a variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !aboutSecrets.test(name);
}

/** Values that a bundler writes into what every browser gets. */
export const forBrowsers =
  /^(?:NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|NG_APP|SNOWPACK_PUBLIC|STORYBOOK)_/i;

/** Whether a host is this machine, or a service of the compose file beside it: a bare name without a domain. */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[\w-]*(?:db|database|postgres|postgresql|mysql|mariadb|redis|mongo|mongodb|rabbitmq|cache|mailhog|minio))$/i.test(
    host,
  );
}

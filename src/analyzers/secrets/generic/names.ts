/** What a key says of its value: a password, which people choose, or a secret, which machines make. */
export type Meaning = 'password' | 'secret';

/** What the name of a setting or variable promises; undefined where it is about something else. */
export function meaningOf(name: string): Meaning | undefined {
  let meaning = known.get(name);
  if (meaning === undefined) {
    if (known.size >= remembered) known.clear();
    // A copy, since what was cut out of a text keeps all of it in memory.
    known.set(Buffer.from(name).toString(), (meaning = findMeaning(name) ?? 'none'));
  }
  return meaning === 'none' ? undefined : meaning;
}

/** So many names are remembered, since most files have the same ones. */
const remembered = 2000;

const known = new Map<string, Meaning | 'none'>();

function findMeaning(name: string): Meaning | undefined {
  if (forEveryone.test(name)) return undefined;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (words.length === 0 || words.length > 10 || aside.has(last)) return undefined;
  if (words.some((word) => elsewhere.has(word))) return undefined;
  const joined = words.join('');
  // A vault that holds secrets is named, not one of them.
  if (last === 'secrets' && words.includes('vault')) return undefined;
  // What is made from a password.
  if (passwordWord.test(joined) && words.includes('encoded')) return undefined;
  if (passwordWord.test(joined) || /^(?:pass|pw)$/.test(last)) return 'password';
  return secretWord.test(joined) || lastSecret.has(last) ? 'secret' : undefined;
}

/** Whether a name is that of what stands beside a credential: a user, a host, a path. */
export function isAside(name: string): boolean {
  const words = wordsOf(name);
  return aside.has(words.at(-1) ?? '') || words.some((word) => elsewhere.has(word));
}

/** The words of `dbPassword`, `DB_PASSWORD`, `db.password`: at most 120 characters are looked at; numbers at the end go. */
function wordsOf(name: string): string[] {
  return name
    .slice(-120)
    .replace(/[-_.]?(?:do[-_]?not|dont|never)[-_]?commit$/i, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '');
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const passwordWord =
  /passwords?(?!policy)|passwd|passphrase|passcode|passwort|pwd$|contrasena|motdepasse|kennwort|wachtwoord|senha$/;

/** Joined words that name what opens something. */
const secretWord =
  /secrets?$|secret(?:key|token|value|base|string|hash)|token$|(?:api|access|auth|private|secret|signing|signature|encryption|encrypt|master|account|service|storage|shared|subscription|app|application|client|consumer|session|cookie|jwt|hmac|admin|deploy|license|registration|ingest|write|server|root|aes|crypto|cipher|webhook|integration|validation|decryption|user|function|host|database|db|sas|project|rest|live|prod|production)key(?:base64|b64|hex|value|prod|production|live)?$|apikeys?|accesskeys?|authkey|credentials?$|bearer$|token(?:value|prod|production|live|secret|dev|staging)$|secret(?:prod|production|live|dev|staging)$/;

const lastSecret = set('pat auth creds authtoken authkey sas dsn pepper');

/** What a name ends in that tells of a secret instead of holding it. */
const aside = set(
  'name names id ids file files path paths dir directory folder url urls uri uris endpoint host hostname ttl expiry expires expired expiration ' +
    'lifetime duration age timeout seconds minutes hours days length size type types kind algorithm algo header headers issuer audience enabled enable ' +
    'disabled required rounds version region prefix suffix limit min max count arn alias ref reference description desc label title hint message msg ' +
    'error errors placeholder text field fields input column param params parameter pattern regex regexp rule rules policy validator format encoding ' +
    'mtime ctime date time mode method provider manager service store storage class location source at by is has verified status state event events scope scopes role ' +
    'options option settings config configuration info list map mapping items count number code codes symbol generator generators registration ' +
    'roles user username email digest checksum fingerprint thumbprint hash sha sum index usage uses total price cost budget key_name env var variable',
);

/** Words that make a name one of something else, wherever they stand. */
const elsewhere = set(
  'public publishable pub csrf xsrf authenticity antiforgery requestverificationtoken forgot reset confirm confirmation confirmed repeat retype strength visible hidden show hide toggle placeholder ' +
    'foreign partition sort sitekey captcha recaptcha hcaptcha turnstile csp nonce hash hashed digest checksum fingerprint integrity ' +
    'encrypted ciphertext sealed wrapped shortcut keyboard i18n tokenizer tokens completion prompt pagination page next cursor continuation syntax ' +
    'lexer parser grammar selector invalid incorrect missing wrong required expired old sha sha1 sha256 sha512 md5 etag cache',
);

/** Bundlers write these values into what every browser gets. */
const forEveryone =
  /^(?:NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|NG_APP|STORYBOOK)_|^DOTENV_PUBLIC_KEY/;

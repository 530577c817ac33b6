import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { type Meaning, meaningOf } from './names.js';
import { isForShow, type Place, placeOf } from './places.js';
import { judgePassword, judgeSecret, type Likelihood } from './values.js';

const password = ['tR7', 'wolf', '-Kite', '93'].join('');
const secret = madeUp('mixed', 32, 'generic credential');

/** How long a name can be before the word in it that tells. */
const longestStart = 60;

/** What may stand between a name and its value. */
const between = [
  // A pair of which one half is called the value, the key of an API in Postman, an element after its key.
  `\\\\?["']?,?\\s{1,60}\\\\?["']?value\\\\?["']?\\s{0,4}[:=]\\s{0,4}`,
  `"\\s{0,4},\\s{0,60}"value"\\s{0,4}:\\s{0,4}`,
  `"\\s{0,4}:\\s{0,4}\\[\\s{0,60}\\{\\s{0,60}"key"\\s{0,4}:\\s{0,4}"value",\\s{0,60}"value"\\s{0,4}:\\s{0,4}`,
  `</key>\\s{0,40}<string>`,
  // The default of a variable in Terraform, of a parameter in CloudFormation and Bicep.
  `"\\s{0,4}\\{[^{}]{0,300}?\\sdefault\\s{0,20}=\\s{0,4}`,
  `:[ \\t]{0,4}\\r?\\n(?:[ \\t]{1,20}(?:Type|NoEcho|Description|MinLength|MaxLength|AllowedPattern|ConstraintDescription):[^\\n]{0,200}\\n){0,6}?[ \\t]{1,20}Default:[ \\t]{1,4}`,
  `[ ]string[ ]=[ ]`,
  // What stands in where the environment has none.
  `(?:["'\\]]{0,2}[ \\t]{0,8}[:=]{1,2}[ \\t]{0,8})(?:[\\w.]{1,60}(?:[[(][^\\s\\])]{1,60}[\\])])?[ \\t]{0,4}(?:\\|\\||\\?\\?|\\?:|or)[ \\t]{0,4})(?=["'\`])`,
  `:-(?=[^\\s}]{4,128}\\})`,
  // A field of the build that Gradle writes.
  `['"][ \\t]{0,4},[ \\t]{0,4}["'](?=\\\\?["'])`,
  // What is compared with the literal.
  `\\)?[ \\t]{0,4}[=!]={1,2}[ \\t]{0,4}(?=["'])`,
  // Setters and builders.
  `\\((?=[^\\s()]{5,520}\\))`,
  `\\\\?["'\`\\])]{0,3}(?:[ \\t]{0,8}:[ \\t]{0,4}[\\w.<>[\\]?*&' ]{1,30}(?=[ \\t]{0,8}=[^=>]))?[ \\t]{0,30}(?:=>|:=|\\?=|\\|\\|=|[=:]|(?:,|\\|\\||\\?\\?|\\?:)(?=[ \\t]{0,8}["'])|>)[ \\t]{0,30}(?:\\([ \\t]{0,4}(?=["']))?`,
  `[ \\t]{1,8}`,
].join('|');

export const genericCredential = secretRule({
  id: 'generic-credential',
  title: 'Credential by its name and value',
  severity: 'high',
  confidence: 'medium',
  opens: 'has a password, key or token, and can use whatever it guards',
  rotate: 'change it where it was issued or set, and look through what was done with it.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html'],
  keywords: [
    'pass',
    'pwd',
    'secret',
    'token',
    'key',
    'auth',
    'credential',
    'creds',
    'pat',
    'contrasena',
    'kennwort',
    'senha',
    'motdepasse',
    'wachtwoord',
    'pw',
  ],
  ignoreCase: true,
  yields: true,
  wants: (path) => placeOf(path) !== 'none',
  before: longestStart,
  after: 700,
  entropy: 0,
  pattern: new RegExp(
    `(?<lead>(?:pass|pwd|secret|token|key|auth|credential|creds|pat|contrasena|kennwort|senha|motdepasse|wachtwoord|pw)[\\w.-]{0,40}(?<between>${between}))` +
      '(?<open>(?:[rbuf@]|\\[\\]byte\\()?\\\\?["\'`]|)(?<secret>[^\\s"\'`\\\\<>]{4,512})(?<close>\\\\?["\'`]|)',
    'iy',
  ),
  judge: judgeAssignment,
  examples: {
    bad: [
      { path: 'config/mail.yml', text: `smtp:\n  user: shop\n  password: ${password} ◄\n` },
      { path: 'deploy/values.json', text: `{\n  "sessionSecret": "${secret}" ◄\n}\n` },
      { path: 'app/settings.py', text: `SECRET_KEY = os.environ.get('SECRET_KEY', '${secret}') ◄\n` },
      {
        path: 'k8s/web.yaml',
        text: `env:\n  - name: BILLING_API_KEY\n    value: ${secret} ◄\n`,
      },
      { path: 'web.config', text: `<add key="StorageKey" value="${secret}" /> ◄\n` },
    ],
    good: [
      {
        path: 'config/mail.yml',
        text: 'smtp:\n  password: ${SMTP_PASSWORD}\n  passwordFile: /run/secrets/smtp\n  passwordMinLength: 12\n',
      },
      { path: 'app/forms.py', text: `password_label = 'Password2go'\ntoken = get_token('name')\n` },
      { path: 'config/app.json', text: `{ "apiKey": "your-api-key-here-0123", "publicKey": "${secret}" }\n` },
    ],
  },
});

function judgeAssignment(candidate: Candidate): Verdict | undefined {
  const { path, text, value, start, groups } = candidate;
  const { lead = '', between = '', open = '', close = '' } = groups;
  const place = placeOf(path);
  const keyStart = start - open.length - lead.length;
  const name = startOfName(text, keyStart) + lead.slice(0, lead.length - between.length);
  const meaning = meaningOf(name);
  if (!meaning || !isWritten(candidate, place, between, open, close)) return undefined;
  const shown = trimBare(value, open);
  if (/\.\.\.|…/.test(value) || isSameWord(name, shown) || holdsManager(text)) return undefined;
  if (isSearchKey(name, shown, text, start)) return undefined;
  const likelihood = gradeOf(meaning, fillsIn(path) ? shown : withoutDollars(shown), text);
  if (likelihood === 'unlikely') return undefined;
  if (/^\)?\s?[=!]==?$/.test(between.trim()) && (meaning !== 'password' || likelihood !== 'likely'))
    return undefined;
  const forShow = isForShow(path) || place === 'prose' || isRemark(text, keyStart, path);
  return {
    what: meaning === 'password' ? 'A password' : 'A key or token',
    confidence: (likelihood === 'likely' || isRandomUuid(name, shown)) && !forShow ? 'medium' : 'low',
    ...(forShow && {
      severity: 'medium',
      because: 'its place looks like that of a test, a sample or a manual',
    }),
    identity: shown,
    shown: { start, end: start + shown.length },
  };
}

/** The key with which pages ask Algolia stands in every one of them, beside the index that it may search. */
function isSearchKey(name: string, value: string, text: string, start: number): boolean {
  return (
    /api_?key$/i.test(name) &&
    /^[0-9a-f]{32}$/.test(value) &&
    /index_?name|docsearch/i.test(text.slice(Math.max(0, start - 400), start + 400))
  );
}

/** Whether a line is a comment that shows how a setting is written, or what a method gets. */
function isRemark(text: string, at: number, path: string): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 200), at);
  return /^\s*(?:\*|\/\*\*|\/{3}|##)/.test(line) || (/^\s*[#;]/.test(line) && manual.test(path));
}

/** Files that carry their manual in comments. */
const manual = /\.(?:ya?ml|toml|ini|conf|cfg|properties|tfvars)$/i;

function gradeOf(meaning: Meaning, value: string, text: string): Likelihood {
  const decoded = isKubernetesSecret(text) ? decodeBase64(value) : value;
  if (decoded === undefined) return 'likely';
  return meaning === 'password' ? judgePassword(decoded) : judgeSecret(decoded);
}

/** What many services issue as keys: random, where the name does not leave open whether it tells of one. */
function isRandomUuid(name: string, value: string): boolean {
  return (
    /(?:api|access|auth)[-_.]?(?:key|token)$|secret$/i.test(name) &&
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value)
  );
}

/** The values under `data` of a Kubernetes Secret are in base64. */
const kubernetesSecret = /^kind:[ \t]*["']?Secret["']?[ \t]*\r?$/m;

/** The answer for the last text, which may have thousands of candidates and be long. */
let asked = { text: '', answer: false };

function isKubernetesSecret(text: string): boolean {
  if (asked.text !== text) asked = { text, answer: kubernetesSecret.test(text) };
  return asked.answer;
}

/** What is encoded, the value where it is not; undefined for bytes of a key, which are no text. */
function decodeBase64(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64');
  const decoded = bytes.toString('latin1');
  // Nothing is filled in within what is encoded, so a dollar sign is one.
  if (/^[\x20-\x7e]{4,}\n?$/.test(decoded)) return decoded.trim().replace(/(?<=.)\$(?=[A-Za-z])/g, '+');
  const isWhole = bytes.toString('base64') === value && bytes.length >= 16;
  return isWhole && new Set(bytes).size >= bytes.length / 2 ? undefined : value;
}

/** Languages and formats that put the value of a variable in the place of a dollar sign and its name. */
function fillsIn(path: string): boolean {
  return placeOf(path) === 'script' || interpolating.test(path);
}

const interpolating =
  /(?:^|\/)\.?env(?:rc)?(?:$|\.)|\.(?:php|pl|pm|rb|kts?|groovy|gradle|dart|scala|jl|ya?ml|tf|hcl|tfvars|nix|conf|m4|in|tmpl|tpl|template|ipynb)$|(?:^|\/)(?:docker-compose|caddyfile)/i;

/** Elsewhere a dollar sign within a word is one character of it. */
function withoutDollars(value: string): string {
  return value.replace(/(?<=[A-Za-z0-9])\$(?=[a-z])/g, '+');
}

/** What of the name stands before the keyword. */
function startOfName(text: string, at: number): string {
  let from = at;
  while (from > 0 && at - from < longestStart && /[\w.-]/.test(text[from - 1] as string)) from--;
  return text.slice(from, at);
}

/** Whether the value is written as one is in such a file: quoted to its end, or alone on the rest of the line. */
function isWritten(
  { path, text, start, end }: Candidate,
  place: Place,
  between: string,
  open: string,
  close: string,
): boolean {
  const separator = between.trim();
  if (isPacked(text, start, close, end)) return false;
  const after = text.slice(end, end + 80);
  if (separator === '(') return isSetter(text, start) && open !== '' && close !== '';
  if (separator === ':-') return true;
  if (separator === ',' && !isArgument(text, start - open.length - between.length)) return false;
  if ((place === 'source' || place === 'followed') && isLongLine(text, start, longestLine)) return false;
  if (open !== '')
    return close !== '' && close.slice(-1) === open.slice(-1) && !/^\\?["'`]?\s*[+.]\s*[A-Za-z_]/.test(after);
  if (separator === '') {
    const isOption = /--?[\w-]{0,60}$/.test(text.slice(Math.max(0, start - 120), start).trimEnd());
    return (
      /(?:^|[/.])(?:_?netrc|msmtprc|esmtprc|fetchmailrc)$/.test(path) ||
      (place === 'script' && isOption) ||
      netrcEntry.test(text.slice(Math.max(0, start - 400), start))
    );
  }
  if (place === 'source' || place === 'followed')
    return separator === '=' && isInConnection(text, start, end);
  if (separator.endsWith('>')) return separator !== '=>' && after.startsWith('<');
  const rest = /^[^\n\r]*/.exec(after)?.[0] ?? '';
  return separator.endsWith('=') || /^[ \t,;]*(?:[#;/"'].*)?$/.test(rest);
}

/** The way to the password in an entry of a netrc file, which manuals and scripts hold too. */
const netrcEntry =
  /(?:^|[\s"'`])machine\s{1,20}\S{1,200}\s{1,40}login\s{1,20}\S{1,128}\s{1,40}password\s{1,20}$/;

/** `db.setPassword("…")`, `.password("…")`: the call gives the value to something, and does not look it up. */
function isSetter(text: string, start: number): boolean {
  const call = /([\w.]{1,120})\([rbuf@]?$/.exec(text.slice(Math.max(0, start - 130), start - 1))?.[1] ?? '';
  return /(?:^|[._])(?:set|with|add|using)_?[A-Za-z]*$|\.(?:password|passwd|pass|apiKey|api_key|accessToken|secretKey|clientSecret|authToken)$|password\.equals$/i.test(
    call,
  );
}

/** `getenv("API_TOKEN", "…")`: the name is the whole of the argument before the value. */
function isArgument(text: string, nameEnd: number): boolean {
  return /[([{]\s{0,20}\\?["'][\w.:-]{1,100}$/.test(text.slice(Math.max(0, nameEnd - 124), nameEnd));
}

/** No line that people write is so long, and what tools write into one gives no name to values. */
const longestLine = 1000;

/** What bundlers write is on longer lines than this. */
const shortestBundle = 200;

/** Code without a blank between its properties, on a long line or in what was cut out of one, is what a bundler wrote. */
const bundled = /[\w"')\]}],[A-Za-z_$][\w$]{0,60}:["'`]?$/;
const cutOut = /^,[A-Za-z_$][\w$]{0,60}:["'`]?$/;

function isPacked(text: string, start: number, close: string, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(Math.max(lineStart, start - 80), start);
  return (
    close !== '' &&
    (cutOut.test(before) || (bundled.test(before) && isLongLine(text, start, shortestBundle))) &&
    /^[,}]/.test(text.slice(end + close.length, end + close.length + 1))
  );
}

function isLongLine(text: string, at: number, longest: number): boolean {
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return (end < 0 ? text.length : end) - lineStart > longest;
}

/** Whether a pair stands in the text of a connection string. */
function isInConnection(text: string, start: number, end: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, end + 200).split('\n')[0] ?? '';
  return /(?:server|data source|host|address|addr|user id|uid|username|user|database|initial catalog|dbname)\s?=[^;"'&]{1,200}[;& ]/i.test(
    line,
  );
}

/** An unquoted value ends where the next part of a connection string, address or list begins. */
function trimBare(value: string, open: string): string {
  return open === '' ? (/^[^;,&]*/.exec(value)?.[0] ?? '').replace(/[).]+$/, '') : value;
}

function isSameWord(name: string, value: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(name).endsWith(plain(value)) || plain(value) === plain(name);
}

/** Files whose values are encrypted in place: their metadata tells. */
function holdsManager(text: string): boolean {
  return encryptedFile.test(text.slice(0, 2000)) || encryptedFile.test(text.slice(-4000));
}

const encryptedFile =
  /^\$ANSIBLE_VAULT;|^kind:[ \t]*SealedSecret|^sops:|^sops_(?:mac|version)=|"sops":\s*\{|^\[sops\]/m;

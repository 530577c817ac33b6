import { asciiTable, isIn } from '../ascii.js';
import { isLongLine, startOfLine } from '../lines.js';
import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { between } from './between.js';
import { type Meaning, meaningOf } from './names.js';
import { type Place, placeOf } from './places.js';
import { judgePassword, judgeSecret, type Likelihood, standsForOther } from './values.js';
import { weigh } from './weigh.js';

const password = ['tR7', 'wolf', '-Kite', '93'].join('');
const secret = madeUp('mixed', 32, 'generic credential');

/** How long a name can be before the word in it that tells. */
const longestStart = 60;

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
    `(?<lead>(?:pass|pwd|secret|token|key|auth|credential|creds|pat|contrasena|kennwort|senha|motdepasse|wachtwoord|pw)[\\w.-]{0,40}(?![\\w.-])(?<between>${between}))` +
      '(?<open>(?:[rbuf@]|\\[\\]byte\\()?\\\\?["\'`]|)(?<secret>[^\\s"\'`\\\\<>]{4,512})(?<close>\\\\?["\'`]|)',
    'iy',
  ),
  glance: mayBeAssigned,
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

const inName = asciiTable((character) => /[\w.-]/.test(character));

/** What no `between` starts with, of what often follows a name. */
const noAssignment = asciiTable((character) => /[;{}[/+*&^%$#@~]/.test(character));

/** Whether the name ends soon, and before what can part it from a value. */
function mayBeAssigned(text: string, _: number, keywordEnd: number): boolean {
  const last = Math.min(keywordEnd + 40, text.length - 1);
  let at = keywordEnd;
  while (at <= last && isIn(inName, text.charCodeAt(at))) at++;
  return at <= last && !isIn(noAssignment, text.charCodeAt(at));
}

function judgeAssignment(candidate: Candidate): Verdict | undefined {
  const { path, text, value, start, end, groups } = candidate;
  const { lead = '', between = '', open = '', close = '' } = groups;
  const place = placeOf(path);
  const keyStart = start - open.length - lead.length;
  const name = startOfName(text, keyStart) + lead.slice(0, lead.length - between.length);
  const meaning = meaningOf(name);
  if (!meaning || !isWritten(candidate, place, between, open, close)) return undefined;
  const shown = trimBare(value, open);
  if (/\.\.\.|…/.test(value) || isSameWord(name, shown) || holdsManager(text)) return undefined;
  if (isSearchKey(name, shown, text, start) || isRevision(name, shown)) return undefined;
  const isLiteral = open !== '' && terraform.test(path);
  const isFilled = fillsIn(path, open);
  const graded = gradeOf(meaning, isFilled ? shown : withoutDollars(shown), text, isLiteral);
  const isWeak =
    graded === 'unlikely' &&
    meaning === 'password' &&
    isWord(shown) &&
    (isLiteral || hasLoginBeside(text, keyStart, end));
  const likelihood = isWeak ? (isLiteral ? 'weak' : 'possible') : graded;
  if (likelihood === 'unlikely') return undefined;
  if (/^\)?\s?[=!]==?$/.test(between.trim()) && (meaning !== 'password' || likelihood !== 'likely'))
    return undefined;
  const isSure = likelihood === 'likely' || isRandomUuid(name, shown);
  return {
    what: meaning === 'password' ? 'A password' : 'A key or token',
    ...weigh(isSure ? 'likely' : likelihood, shown, path, isRemark(text, keyStart, path)),
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

/** What can be a password and nothing better: a word, or digits. */
function isWord(value: string): boolean {
  return (
    /^[\w@!#.-]{4,40}$/.test(value) &&
    !/^[0-9]+\.[0-9.]+$/.test(value) &&
    !standsForOther(value, true) &&
    !/^(?:true|false|null)$/i.test(value)
  );
}

/** A user, a host or a database near a password tells that it is one. */
function hasLoginBeside(text: string, start: number, end: number): boolean {
  return beside.test(text.slice(Math.max(0, start - 240), start)) || beside.test(text.slice(end, end + 240));
}

const beside =
  /(?:user|user_?name|login|uid|host|hostname|server|database|dbname|jdbc)["']?\s{0,4}(?:[:=]|=>|,)\s{0,4}["']?[\w.@:/-]{2,}/i;

/** Whether a value names a state of a repository. */
function isRevision(name: string, value: string): boolean {
  return /commit|revision/i.test(name) && /^[0-9a-f]{7,64}$/i.test(value);
}

/** Whether a line is a comment that shows how a setting is written, or what a method gets. */
function isRemark(text: string, at: number, path: string): boolean {
  const line = text.slice(startOfLine(text, at, 200), at);
  return /^\s*(?:\*|\/\*\*|\/{3}|##)/.test(line) || (/^\s*[#;]/.test(line) && manual.test(path));
}

/** Files that carry their manual in comments. */
const manual = /\.(?:ya?ml|toml|ini|conf|cfg|properties|tfvars)$/i;

/** In quotes it has texts alone: what refers to something stands outside of them or in braces. */
const terraform = /\.(?:tf|tfvars|hcl)$/i;

function gradeOf(meaning: Meaning, value: string, text: string, isLiteral: boolean): Likelihood {
  const decoded = isKubernetesSecret(text) ? decodeBase64(value) : value;
  if (decoded === undefined) return 'likely';
  return meaning === 'password' ? judgePassword(decoded, isLiteral) : judgeSecret(decoded);
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

/** Languages and formats that put the value of a variable in the place of a dollar sign and its name; few do in single quotes. */
function fillsIn(path: string, open: string): boolean {
  if (open === "'" && /\.ya?ml$/i.test(path) && !/compose/i.test(path)) return false;
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
  while (from > 0 && at - from < longestStart && isIn(inName, text.charCodeAt(from - 1))) from--;
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
  if (separator.startsWith('(') && separator.endsWith('(')) return open !== '' && close !== '';
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
  const before = text.slice(startOfLine(text, start, 80), start);
  return (
    close !== '' &&
    (cutOut.test(before) || (bundled.test(before) && isLongLine(text, start, shortestBundle))) &&
    /^[,}]/.test(text.slice(end + close.length, end + close.length + 1))
  );
}

/** Whether a pair stands in the text of a connection string, on a line that is not long. */
function isInConnection(text: string, start: number, end: number): boolean {
  const line = text.slice(startOfLine(text, start, longestLine), end + 200).split('\n')[0] ?? '';
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

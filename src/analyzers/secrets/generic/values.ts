import { entropyOf, isPlaceholder, isRegular } from '../plausible.js';

/** How sure a value is a live credential under a name that promises one; `weak` where its place leaves no doubt. */
export type Likelihood = 'likely' | 'weak' | 'possible' | 'unlikely';

/** Whether a value looks made by a machine: long enough, irregular for its alphabet, and not put together from words. */
export function judgeSecret(value: string): Likelihood {
  if (value.length < 10 || standsForOther(value) || isRegular(value)) return 'unlikely';
  if (/^[0-9]+$/.test(value) || !/[A-Za-z]/.test(value)) return 'unlikely';
  if (uuid.test(value)) return 'possible';
  // Judged by what it says, where it is one.
  if (/^eyJ[\w-]+\.eyJ/.test(value) || isSaid(value)) return 'unlikely';
  if (hex.test(value)) {
    const digits = value.replace(/[^0-9]/g, '').length;
    return digits >= 3 && digits < value.length && hasEntropy(value, 16) ? lengthGrade(value) : 'unlikely';
  }
  const wordy = isMixed(value) ? 0 : wordiness(value);
  if (wordy > 0.62 || !hasEntropy(value, 62)) return 'unlikely';
  if (!/[0-9]/.test(value))
    return wordy < 0.4 && caseChanges(value) >= 4 && value.length >= 20 ? 'likely' : 'unlikely';
  return wordy > (value.length >= 24 ? 0.55 : 0.5) ? 'possible' : lengthGrade(value);
}

/**
 * Whether a value looks like a password that guards something: neither a word nor a name, and not what everyone takes first.
 *
 * @param isLiteral where no name of a program can stand
 */
export function judgePassword(value: string, isLiteral = false): Likelihood {
  if (value.length < 6 || value.length > 128 || isRegular(value)) return 'unlikely';
  if (new Set(value).size < 5 || !/[A-Za-z]/.test(value)) return 'unlikely';
  if (uuid.test(value)) return 'possible';
  if (standsForOther(value, isLiteral || twoWords.test(value))) return 'unlikely';
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  if (!/[0-9!@#$%^&*?+~]/.test(value)) return judgeLetters(value);
  if (/^[a-z][a-z-]*[0-9]{0,2}$|^[A-Z][a-z]+[0-9]{0,2}$|^[A-Z_]+[0-9]{0,2}$/.test(value))
    return judgeLetters(value);
  if (common.test(value) || isLeet(value)) return 'possible';
  if (value.length < 8) return 'possible';
  return /[0-9]/.test(value) || (kinds >= 3 && value.length >= 10 && wordiness(value) < 0.6)
    ? 'likely'
    : 'possible';
}

/** Letters alone are a password where no word and no name is written so. */
function judgeLetters(value: string): Likelihood {
  if (!/^[A-Za-z0-9]+$/.test(value) || value.length < 10 || wordiness(value) > 0.5) return 'unlikely';
  return caseChanges(value) >= 3 && value.length >= 12 ? 'likely' : 'possible';
}

/** Two words and a number, as people and makers of passwords put them together; names are not written so. */
const twoWords = /^[A-Z][a-z]{2,11}[-_.!@#][A-Z][a-z]{2,11}[-_.!@#]?[0-9]{2,4}[!@#$]?$/;

function lengthGrade(value: string): Likelihood {
  return value.length >= 16 ? 'likely' : 'possible';
}

/** The header of a token without the token, and a user and a password that are words, in base 64. */
function isSaid(value: string): boolean {
  if (value.length > 120 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return false;
  const said = Buffer.from(value, 'base64').toString('latin1');
  return /^\{"(?:alg|typ|kid)":"[^"]*"[^]*\}$/.test(said) || /^[a-z]{2,12}:[a-z]{2,12}$/i.test(said);
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const hex = /^(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)$/;

/** Three quarters of what a random text of this length over this many characters has at best. */
function hasEntropy(value: string, alphabet: number): boolean {
  return entropyOf(value) >= 0.75 * Math.log2(Math.min(value.length, alphabet));
}

/** Whether a value points to the secret, describes it, encrypts it or is made from it. */
export function standsForOther(value: string, isNoName = false): boolean {
  return (
    isPlaceholder(value) ||
    standIn.test(value) ||
    indirect.test(value) ||
    derived.test(value) ||
    forEveryone.test(value) ||
    (!isNoName && isCode(value))
  );
}

const standIn =
  /^(?:none|null|nil|undefined|true|false|yes|no|on|off|string|text|default|optional|required|unset|empty|n\/a)$|(?:^|[^a-z])(?:here|todo|fixme|tbd|foo|bar|baz|test|testing|demo|enter|fill|needed|missing|secret-?name|from|see|set-?me|not-?set|dev-?only)(?:[^a-z]|$)|change.?(?:me|this|it)|replace|passw(?:or)?d.?here|my[-_.]?(?:secret|pass|token|key|api)|some[-_.]?(?:secret|pass|token|key)|(?:secret|token|key|password)[-_]?(?:value|name|string|goes)|^(?:my|the|a|test|dev|local|demo|dummy)[-_]|x{4,}|\*{3,}|•{3,}|_{4,}|1234567|abcdef|(?:^|[^0-9])123(?:[^0-9]|$)(?=$)|(.)\1{5,}/i;

/** Another place has it: variables, functions, references to stores, files and addresses. */
const indirect =
  /^(?:\$|%[\w.]+%|.{0,60}%[A-Za-z]\w+%$|#\{|@[\w-]+[:/(.]|@[a-z]+(?:[-_][a-z]+)+$|op:\/\/|vault:|vault\/|kv\/|arn:|ref\+|secret(?:s|ref)?[:/.]|secretsmanager|ssm:|aws:|azure:|gcp:|projects\/|file:|files?\/|env[.:(]|data:|sha\d{1,3}[-:]|[~.]{0,2}\/|[A-Za-z]:\\|https?:|[a-z][a-z+.-]{1,15}:\/\/|\/\/|process\.|os\.|ENV\[|config[.[]|var\.|local\.|module\.|this\.|self\.|args?\.|settings\.|Env\.|System\.|credentials\(|\w+\(|<|\(|[&!][A-Za-z][A-Za-z_-]*$|\[|\{|keychain|keyring)|\.(?:ya?ml|json|pem|key|crt|txt|env|php|py|js|ts|html?|properties|conf|xml|sh)$/i;

/** Encrypted by SOPS, Sealed Secrets, dotenvx, Jasypt, Spring, eyaml, Ansible, KMS, Fernet; or a hash of a password. */
const derived =
  /^[\w.@-]{1,64}:\$(?:1|2[abxy]|5|6|y|apr1)\$|^(?:ENC[[(]|encrypted:|secure:|AgA[A-Za-z0-9+/]|AQICA|gAAAAA|\{cipher\}|\{(?:SSHA|SHA|MD5|AES|bcrypt|noop|pbkdf2|scrypt)\d*\}|\$ANSIBLE_VAULT|\$(?:1|2[abxy]?|5|6|y|argon2\w*|pbkdf2[\w-]*|scrypt|apr1)\$|pbkdf2|bcrypt|scrypt|argon2|md5[0-9a-f]{32}$|SCRAM-SHA|vault:v\d|-----BEGIN (?:PGP|AGE|CERT|PUBLIC)|ssh-(?:rsa|ed25519)|AAAA[BCE])/i;

/** Keys that are made to stand in pages and apps, and those of test accounts; rules of their own judge the formats. */
const forEveryone =
  /^(?:AIza|[prs]k_test_|pk_live_|pk\.eyJ|phc_|ca-pub-|GTM-|UA-\d|G-[A-Z0-9]{6}|rzp_test_|6L[a-z0-9]{6}AAAAA|0x4AAAAAAA)/;

/** Names of a program: `user.password`, `getToken`, `SECRET_KEY`, `kebab-case-words`, `%s:%d`. */
function isCode(value: string): boolean {
  if (/^[A-Za-z_]\w*(?:(?:\.|->|::|\?\.)[A-Za-z_]\w*)+(?:\(|\[|$)/.test(value) && wordiness(value) > 0.5)
    return true;
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && wordiness(value) > 0.4) return true;
  if (/^[a-z_]+(?::\w+)?\|[a-z_]+/.test(value) || isSlug(value) || versioned.test(value)) return true;
  if (/^(?:[A-Z]?[a-z]+)(?:[A-Z][a-z]+)+[0-9]{0,2}$/.test(value) && wordiness(value) > 0.5) return true;
  if (/[()[\]{}|]{2}|=>|==(?!$)|&&|\|\||\)\s*;?$|\\[wdsb]|\[[^\]]*\]|\(\?|,$|%[sdv]/.test(value)) return true;
  return /^[A-Za-z]+(?:[-_.:/ ][A-Za-z]+)+(?:[-_.:/]?[0-9]{1,4})?$/.test(value) && wordiness(value) > 0.5;
}

/** An artifact with its version, as registries of packages and images name it: `shop-web-2.11.0`. */
const versioned =
  /^[a-z][a-z0-9_.-]*[-:@]v?[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}(?:[-.][A-Za-z][A-Za-z0-9]{0,15})?$/;

/** Three words or more with numbers between them, as names of features, pages and tickets are written. */
function isSlug(value: string): boolean {
  const parts = value.split(/[-_.:/]/);
  const inWords = parts.filter((part) => /^[A-Za-z][a-z]+$/.test(part));
  return (
    inWords.length >= 3 &&
    parts.every((part) => /^(?:[A-Za-z][a-z]*|[0-9]{1,8}|v[0-9]{1,3})$/.test(part)) &&
    wordiness(value) > 0.5
  );
}

/** What many take first, on a keyboard or from the word itself. */
const common =
  /^(?:.{0,12}(?:passw(?:or)?[dt]|p[a@4][s$5]{2}w?(?:[o0]rd)?|pass|admin|root|welcome|letmein|qwerty|qwertz|guest|user|login|secret|master|monkey|dragon|iloveyou|hunter|hello|postgres|mysql|oracle|mongo|redis|rabbit|elastic|minio|changeit|test|demo|temp|abc|asd)[^A-Za-z]{0,6}|[a-z]{3,8}[@#!_.-]?(?:123|1234|12345|123456|321|1|!|2[0-9]|20[0-3][0-9])|[a-z]{3,8}[@#!_.-]?(?:123|1234|12345|123456|321|1)[!@#]?|[0-9]{1,10}[a-z]{0,3})$/i;

/** The word itself with some letters written as digits and signs, alone or behind what makes it strong or real. */
function isLeet(value: string): boolean {
  const plain = value
    .replace(/[^A-Za-z]+$/, '')
    .toLowerCase()
    .replace(/[0-9@$]/g, (sign) => alike[sign] ?? sign);
  return strongWord.test(plain);
}

const strongWord =
  /^(?:(?:my|your|the|some|very|super|top|so|real(?:ly)?|strong|secure?|backup|prod(?:uction)?|dev|test|db|app|api|user|admin|root)[^a-z]{0,2}){0,3}(?:(?:secret|pass(?:w(?:or)?d?)?|word|token|key|pw)[^a-z]{0,2}){1,3}$/;

const alike: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/** The share of neighbouring letters that are common in English and in names of programs: about 0.3 in random text, 0.85 in words. */
export function wordiness(value: string): number {
  let pairs = 0;
  let known = 0;
  const letters = value.toLowerCase();
  for (let at = 1; at < letters.length; at++) {
    const a = letters.charCodeAt(at - 1) - 97;
    const b = letters.charCodeAt(at) - 97;
    if (a < 0 || a > 25 || b < 0 || b > 25) continue;
    pairs++;
    known += commonPairs[a * 26 + b] as number;
  }
  return pairs < 4 ? 0 : known / pairs;
}

const commonPairs = new Uint8Array(676);
for (const pair of (
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma ' +
  'si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow ' +
  'pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke ui fr oo ag ap ck da ey gr if ki lu ob od ok ' +
  'pi pu qu rd rm rv sc sk sp sw sy tt tw ub uc ud ue um up va xt ye yp my do go by ei eb em en ep eg ga ef ff ba bo br bu cl cr cu dr du ed gi gl gu ' +
  'hu ke kn iz ki lt mb mu nk nu og ov pt rc rk rl rn ru rg sl sm ug ws xp yo ys'
).split(' '))
  commonPairs[(pair.charCodeAt(0) - 97) * 26 + pair.charCodeAt(1) - 97] = 1;

/** Whether small and capital letters, digits and signs take turns as they do in random text, and never in names and words. */
function isMixed(value: string): boolean {
  let changes = 0;
  for (let at = 1; at < value.length; at++)
    if (kindOf(value.charCodeAt(at)) !== kindOf(value.charCodeAt(at - 1))) changes++;
  return changes >= 0.5 * (value.length - 1);
}

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 1;
  if (code >= 65 && code <= 90) return 2;
  return code >= 48 && code <= 57 ? 3 : 4;
}

function caseChanges(value: string): number {
  return value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
}

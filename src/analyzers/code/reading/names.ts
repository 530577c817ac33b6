/** What names say of values. Each is for one whole name, as `userPassword` or `api_key`. */

/** Longer names say nothing. */
const maxName = 80;

/** Words of a name: `userPassword` and `USER_PASSWORD` both hold `password`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, maxName)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

const passwordWords = new Set([
  'password',
  'passwd',
  'passwort',
  'pwd',
  'pass',
  'passphrase',
  'passcode',
  'pw',
]);
/** Words that make a password's name one of something else, or of what it was made into. */
const otherWords = new Set(
  (
    'hash hashed digest encrypted encoded crypt cipher bcrypt argon2 scrypt salted derived protected stored token reset ' +
    'length len count field fields hint policy expiry expires expired url uri link path file id key name label type ' +
    'input placeholder error errors message msg regex pattern rule rules valid validator strength score match matches ' +
    'matched matching confirm confirmation confirmed repeat repeated again retype new old current min max is has show ' +
    'hide visible changed change changes updated at forgot forgotten required visibility icon ref schema manager ' +
    'service provider helper option options prompt mode attempt attempts date time enabled disabled less auto salt'
  ).split(' '),
);

/** A name for a password as such: `password`, `userPassword`, `pwd`, but not `passwordHash` or `passwordLength`. */
export function isPasswordName(name: string): boolean {
  const words = wordsOf(name);
  if (!words.some((word) => passwordWords.has(word))) return false;
  if (words.length > 1 && words.includes('pass') && words.at(-1) !== 'pass') return false;
  return !words.some((word) => otherWords.has(word));
}

/** As above, and the names that tell an old password, a new one and its repetition apart. */
export function isAnyPasswordName(name: string): boolean {
  const words = wordsOf(name).filter(
    (word) => !/^(?:new|old|current|confirm|confirmed|repeat|repeated|confirmation|again|retype)$/.test(word),
  );
  return isPasswordName(words.join('_'));
}

const tokenWords = new Set('secret token jwt signature hmac mac apikey otp csrf xsrf'.split(' '));
const notSecretWords = new Set(
  (
    'type kind name names length count index id ids expiry expires expired url uri path field header headers param ' +
    'list set map prefix suffix parser regex pattern error message limit limits usage class style start end position ' +
    'max min is has valid enabled required algorithm option options config storage endpoint status state'
  ).split(' '),
);

/** A name for a value that only the right party knows: a token, a signature, an API key. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => notSecretWords.has(word))) return false;
  const joined = words.join('');
  return (
    words.some((word) => tokenWords.has(word)) ||
    /(?:api|access|secret|private|auth|signing|encryption|master|session)key$/.test(joined) ||
    isPasswordName(name)
  );
}

/** A cookie that stands for who the user is. */
export function isSessionCookie(name: string): boolean {
  if (/csrf|xsrf|theme|lang|locale|consent|hint|banner|visit|count|analytics/i.test(name)) return false;
  return /sess|(?:^|[._-])sid$|^sid|token|jwt|auth|remember|login|identity|(?:^|[._-])user_?id$|credential|^id_?token|passport|connect\.sid/i.test(
    name,
  );
}

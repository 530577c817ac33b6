/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const mark = '[taken out]';

/** What is a secret by its form, whoever's it is. */
const forms: readonly (readonly [RegExp, string])[] = [
  // Tokens of GitHub: 40 characters, or the long form of installations, whose last part is a JSON Web Token.
  [/\bgh[a-z]_[A-Za-z0-9_.-]{16,}/g, mark],
  [/\bgithub_pat_\w{20,}/g, mark],
  [/\bv1\.[0-9a-f]{40}\b/g, mark],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, mark],
  // The same, encrypted: with a key that is not in it, its second part is empty.
  [/\beyJ[\w-]{8,}\.[\w-]*(?:\.[\w-]+){3}/g, mark],
  // Cookies of the pages, and what GitHub sends back at sign-in.
  [/\b((?:__Host-)?scrutineer-(?:session|flow)=)[^;"\s]+/g, `$1${mark}`],
  [/([?&](?:code|state)=)[^&\s"\\]+/g, `$1${mark}`],
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:(?!-----END)[^"]){0,20000}(?:-----END [A-Z ]{0,30}-----)?/g,
    mark,
  ],
  [/\b((?:bearer|token|basic)\s+)[\w.~+/=-]{16,}/gi, `$1${mark}`],
  [/(:\/\/[^\s/:@"]{0,200}:)[^\s/@"]{1,500}@/g, `$1${mark}@`],
];

/** Shorter words would take out half of the log. */
const leastLength = 6;

/** Takes out what has the form of a secret, and `secrets`, as they are and as JSON and addresses spell them. */
export function createRedaction(secrets: readonly (string | undefined)[]): Redact {
  const words = new Set(
    secrets
      .flatMap((secret) => (secret === undefined ? [] : spellingsOf(secret)))
      .filter((word) => word.length >= leastLength),
  );
  // A longer one may begin with a shorter one.
  const literal = [...words].sort((a, b) => b.length - a.length);
  return (text) => {
    let result = text;
    for (const word of literal) result = result.replaceAll(word, mark);
    for (const [form, replacement] of forms) result = result.replace(form, replacement);
    return result;
  };
}

/** A key in several lines is one secret, and each of its lines is one. */
function spellingsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => !line.startsWith('-----'));
  return [secret, ...(lines.length > 1 ? lines.filter((line) => line.length >= 16) : [])].flatMap((word) => [
    word,
    JSON.stringify(word).slice(1, -1),
    encodeURIComponent(word),
  ]);
}

/** Takes secrets out of an error's message and stack, and of those that caused it. */
export function redactError(error: unknown, redact: Redact, depth = 0): void {
  if (!(error instanceof Error) || depth === 5) return;
  const { stack } = error;
  error.message = redact(error.message);
  if (stack !== undefined) error.stack = redact(stack);
  redactError(error.cause, redact, depth + 1);
}

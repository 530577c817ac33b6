import { type Candidate, type SecretRule, secretRule, type Verdict } from './rule.js';
import { isForShow } from './generic/places.js';
import { wordiness } from './generic/values.js';
import { judgeInvented } from './invented.js';
import { isPlausible } from './plausible.js';
import { ending, type FormatParts } from './prefixed-token.js';
import { parseShape } from './shape.js';

interface NamedTokenParts extends FormatParts {
  /** How the provider or product is called, in small letters, four or more; a blank stands for any separator or none. */
  readonly names: readonly string[];
  /** What the credential is called beside it, in small letters with blanks: `client secret`. None where a name says it. */
  readonly word?: string;
  /** Whether the name alone may stand before the value, which then looks like few others. */
  readonly alone?: boolean;
  /** The source of an expression for the value, from the parts in `shape.ts`. */
  readonly value: string;
}

/**
 * A format that nothing but its place gives away: reported where the provider's name and a word for a credential stand
 * before it, in one name (`ACME_CLIENT_SECRET=…`), as a section (`acme: { clientSecret: … }`) or in an address.
 */
export function namedToken({
  names,
  word = '',
  alone,
  value,
  reference,
  ...parts
}: NamedTokenParts): SecretRule {
  const words = (word || names[0] || '').split(' ');
  const [name = ''] = names;
  const variable = `${name} ${word}`
    .trim()
    .replace(/[^a-z0-9]+/g, '_')
    .toUpperCase();
  return secretRule({
    confidence: 'medium',
    ...parts,
    // What is regular is judged with its place.
    entropy: 0,
    judge: (candidate) => {
      const verdict = judgeNamed(candidate, parts.entropy ?? 3);
      const own = verdict && (parts.judge ? parts.judge(candidate) : {});
      return own && { ...own, ...verdict };
    },
    references: [reference],
    keywords: names.flatMap(spellings),
    ignoreCase: true,
    search: () => {
      const shape = parseShape(value);
      const lead = leadOf(names, word.split(' ').at(-1) ?? '', alone);
      return {
        hint: new RegExp(value),
        run: shape.run,
        after: longestLead + shape.longest + 2,
        pattern: new RegExp(`(?<lead>${lead})(?<secret>${value})${ending(value)}${noCode}`, 'y'),
      };
    },
    examples: () => {
      const shape = parseShape(value);
      const sample = (of: string): string => findRandom(shape.sample, `${parts.id} ${of}`);
      return {
        bad: [
          { path: '.env', text: `${variable}=${sample('env')} ◄\n` },
          {
            path: 'config/production.yml',
            text: `${name.replace(/ /g, '_')}:\n  enabled: true\n  ${words.join('_')}: ${sample('yaml')} ◄\n`,
          },
        ],
        good: [
          { path: 'src/client.ts', text: `const ${camel(words)} = process.env.${variable};\n` },
          { path: '.env.example', text: `${variable}=${'x'.repeat(Math.min(shape.longest, 24))}\n` },
          { path: 'files.txt', text: `${sample('yaml')}  ${name.replace(/ /g, '-')}.tar\n` },
        ],
      };
    },
  });
}

/** How far a value may stand from the provider's name. */
const longestLead = 420;

/** What ends the names of credentials, beside the format's own word. */
const credentialWords = [
  'key',
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'auth',
  'access',
  'private',
  'credential',
];

/** Names that go on so are of something about the credential. */
const about = `(?![\\w-]{0,16}(?:[Ii]d(?![a-z])|ID(?![A-Z])|${['hash', 'sha1', 'sha256', 'md5', 'digest', 'checksum', 'fingerprint', 'name', 'path', 'url', 'uri', 'file', 'version', 'length'].map(caseless).join('|')}))`;

/** Between name and value: an operator, an argument, a default, an element or attribute, a flag. */
const operator =
  '[\\\\"\'`\\])]{0,4}(?:\\s?:?\\s?(?:[Ss]tring|str))?\\s{0,8}' +
  '(?:[:?+.|]{0,3}=>?|:|\\|\\||\\?\\?|,|>|\\(|,?\\s{0,20}["\']?(?:[Vv]alue|params)["\']?\\s{0,2}[:=](?:\\s?\\[)?|[ \\t])' +
  '\\s{0,20}\\\\?["\'`]{0,3}(?:[Bb]earer |[Tt]oken |[Bb]asic )?';

/** A call, an index or a member is no literal. */
const noCode = '(?![([]|\\.[A-Za-z_])';

function leadOf(names: readonly string[], word: string, alone = false): string {
  const name = `(?:${names.map(nameSource).join('|')})`;
  if (word === '') return `${name}${about}[\\w-]{0,16}${operator}`;
  const words = [...new Set([...credentialWords, word])]
    .map(caseless)
    .concat('[Pp][Aa][Tt](?![a-z])')
    .join('|');
  const field = `(?:${words})${about}[\\w-]{0,16}${operator}`;
  const section = `[\\w-]{0,20}["'\\])]{0,2}\\s{0,3}[:=(,>]{0,2}\\s{0,3}(?:\\{|(?<=[:\\]][ \\t]{0,3})\\r?\\n)[^{}]{0,240}?`;
  const address = `[^\\s"'\`<>?]{0,120}\\?[^\\s"'\`<>]{0,120}?`;
  const beside = `(?:[\\w.\\-"'[\\] ]{0,24}?|${section}|${address})${field}`;
  return alone ? `${name}(?:${beside}|${about}[\\w-]{0,16}${operator})` : `${name}${beside}`;
}

/** Short words also stand inside other words (`expo` in `export`), so the case must change where they start, and no other word go on. */
function nameSource(name: string): string {
  const [word = '', ...rest] = name.split(' ');
  if (word.length > 5) return caseless(name).replace(/ /g, '[-_. ]?');
  const start = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  const isAlone = rest.length === 0;
  const small = isAlone ? `(?!(?!${joined.join('|')})[a-z]{2})` : '';
  const capital = isAlone ? `(?!(?!${joined.join('|').toUpperCase()})[A-Z]{2})` : '';
  const first =
    `(?<![A-Za-z])${escapeDots(word)}${small}|` +
    `(?<![A-Z])(?:${escapeDots(start)}${small}|${escapeDots(word.toUpperCase())}${capital})`;
  return [`(?:${first})`, ...rest.map(caseless)].join('[-_. ]?');
}

/** What is written at once with a short name. */
const joined = [
  ...credentialWords,
  ...[
    'pat',
    'api',
    'app',
    'cloud',
    'client',
    'user',
    'admin',
    'service',
    'account',
    'bot',
    'web',
    'dev',
    'prod',
  ],
  ...[
    'live',
    'test',
    'io',
    'ai',
    'hq',
    'db',
    'dot',
    'consumer',
    'write',
    'read',
    'server',
    'signing',
    'master',
  ],
];

function spellings(name: string): string[] {
  return name.includes(' ')
    ? ['', '-', '_', '.', ' '].map((separator) => name.replaceAll(' ', separator))
    : [name];
}

function caseless(text: string): string {
  return escapeDots(text.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`));
}

function escapeDots(text: string): string {
  return text.replace(/[.]/g, '\\.');
}

function judgeNamed(candidate: Candidate, leastEntropy: number): Verdict | undefined {
  const { path, text, value, start, groups } = candidate;
  const leadStart = start - (groups['lead'] ?? '').length;
  if (isWordy(value) || !isInSection(text, leadStart, start)) return undefined;
  if (leastEntropy > 0 && !isPlausible(value, leastEntropy)) return judgeInvented(candidate, leastEntropy);
  return isMadeForTests(path, text.slice(Math.max(0, leadStart - 40), start)) ? forTests : {};
}

const forTests: Verdict = {
  severity: 'low',
  confidence: 'low',
  because: 'its place and name look like those of a test',
};

/** Whether a file is one of tests, and it or the name of the value says that what stands there is made up. */
function isMadeForTests(path: string, name: string): boolean {
  return (
    isForShow(path) &&
    (/(?:^|[/._-])(?:mocks?|fakes?|stubs?|fixtures?|__mocks__|cassettes?|snapshots?)(?:[/._-]|$)/i.test(
      path,
    ) ||
      /(?:test|fake|dummy|mock|stub|example|sample)[A-Za-z_]{0,30}\W{0,12}$|(?:test|fake|dummy|mock|stub|example|sample)[_-]?(?:token|key|secret|pass)/i.test(
        name,
      ))
  );
}

/** Whether no section ends between a name and a value, by indentation or by the next heading. */
function isInSection(text: string, name: number, value: number): boolean {
  const [, ...lines] = text.slice(name, value).split(/\r?\n/);
  const lineStart = text.lastIndexOf('\n', name - 1) + 1;
  const isHeading = text[lineStart] === '[';
  const isBlock =
    /^[\s-]*["']?[\w-]*$/.test(text.slice(lineStart, name)) &&
    /^[\w-]*["']?:\s*\n/.test(text.slice(name, value));
  if (isHeading) return lines.every((line) => !line.startsWith('['));
  const indent = indentOf(text.slice(lineStart));
  return !isBlock || lines.every((line) => line.trim() === '' || indentOf(line) > indent);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a value is made of words or of one kind of character, as names, paths and prose are. */
function isWordy(value: string): boolean {
  if (value.length >= 12 && /^[A-Za-z_.-]*$/.test(value)) return true;
  const inWords = [...value.matchAll(/[A-Z]?[a-z]{4,}|[A-Z]{5,}/g)].reduce(
    (sum, [word]) => sum + word.length,
    0,
  );
  const digits = value.replace(/[^0-9]/g, '').length;
  // In random values of small letters and digits runs of letters are long, but more than a quarter are digits.
  return inWords > value.length * 0.6 && digits < value.length * 0.15 && wordiness(value) > 0.45;
}

function findRandom(sample: (name: string) => string, name: string): string {
  for (let attempt = 0; ; attempt++) {
    const value = sample(`${name} ${attempt}`);
    if (!isWordy(value)) return value;
  }
}

function camel(words: readonly string[]): string {
  return words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

import { findStrings, type StringRange } from './strings.js';

/** What a comment in a file says after a keyword. */
export interface CommentText {
  /** Of the comment, from 1. */
  readonly line: number;
  /** Nothing but the comment stands on its line. */
  readonly isAlone: boolean;
  /** What follows the keyword in the comment, on the same line. */
  readonly text: string;
}

/**
 * The comments of a file that begin with a keyword, by the syntax that its name promises: the opener must stand right
 * before the keyword and outside of string literals, as far as can be told without parsing. Linear in the text.
 */
export function findComments(text: string, path: string, keyword: string): CommentText[] {
  if (!text.includes(keyword)) return [];
  const syntax = syntaxOf(path);
  const isInString = syntax.hasTemplates ? askInOrder(findStrings(text)) : undefined;
  const found: CommentText[] = [];
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const comment = findComment(line, keyword, syntax, isInString && ((at) => isInString(offset + at)));
    if (comment) found.push({ line: index + 1, ...comment });
    offset += line.length + 1;
    if (found.length === maxComments) break;
  }
  return found;
}

/** A comment of one line by the syntax that a file's name promises; undefined where the name promises none. */
export function writeComment(text: string, path: string): string | undefined {
  const [opener] = knownSyntaxOf(path)?.openers ?? [];
  return opener && [opener.text, text, opener.closer].filter((part) => part !== undefined).join(' ');
}

/** Whether an offset is within one of the ranges. Both come in order. */
function askInOrder(ranges: readonly StringRange[]): (offset: number) => boolean {
  let next = 0;
  return (offset) => {
    while (next < ranges.length && (ranges[next]?.[1] ?? 0) <= offset) next++;
    const range = ranges[next];
    return range !== undefined && range[0] <= offset;
  };
}

/** More in one file nobody wrote by hand. */
const maxComments = 1000;

interface Syntax {
  readonly openers: readonly Opener[];
  /** Strings go over lines, as JavaScript's templates do. */
  readonly hasTemplates?: boolean;
}

interface Opener {
  readonly text: string;
  readonly closer?: string;
  /** Counts only at the start of a line or after a blank. */
  readonly needsBlank?: boolean;
  /** Of markup, whose text knows no string literals. */
  readonly isMarkup?: boolean;
}

const slashes: Opener = { text: '//' };
const block: Opener = { text: '/*', closer: '*/' };
const hash: Opener = { text: '#', needsBlank: true };
const dashes: Opener = { text: '--', needsBlank: true };
const semicolon: Opener = { text: ';', needsBlank: true };
const markup: Opener = { text: '<!--', closer: '-->', isMarkup: true };
const handlebars: readonly Opener[] = [
  { text: '{{!--', closer: '--}}', isMarkup: true },
  { text: '{{!', closer: '}}', isMarkup: true },
];
const nunjucks: Opener = { text: '{#', closer: '#}', isMarkup: true };
const ejs: Opener = { text: '<%#', closer: '%>', isMarkup: true };

const script: Syntax = { openers: [slashes, block], hasTemplates: true };
const page: Syntax = { openers: [markup, slashes, block] };
const byExtension: Readonly<Record<string, Syntax>> = {
  ...Object.fromEntries(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].map((end) => [end, script])),
  ...Object.fromEntries(['html', 'htm', 'vue', 'svelte', 'xml', 'svg', 'md'].map((end) => [end, page])),
  ...Object.fromEntries(
    ['hbs', 'handlebars', 'mustache'].map((end) => [end, { openers: [...handlebars, ...page.openers] }]),
  ),
  ...Object.fromEntries(['njk', 'nunjucks'].map((end) => [end, { openers: [nunjucks, ...page.openers] }])),
  ejs: { openers: [ejs, ...page.openers] },
  pug: { openers: [{ text: '//-' }, slashes] },
  json: { openers: [] },
  jsonc: { openers: [slashes, block] },
  json5: { openers: [slashes, block] },
  tf: { openers: [hash, slashes, block] },
  tfvars: { openers: [hash, slashes, block] },
  hcl: { openers: [hash, slashes, block] },
  yml: { openers: [hash] },
  yaml: { openers: [hash] },
  toml: { openers: [hash] },
  ini: { openers: [hash, semicolon] },
  sql: { openers: [dashes, block] },
};
const anySyntax: Syntax = { openers: [hash, slashes, block, dashes, markup] };

function syntaxOf(path: string): Syntax {
  return knownSyntaxOf(path) ?? anySyntax;
}

function knownSyntaxOf(path: string): Syntax | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = name.slice(name.lastIndexOf('.') + 1);
  if (/^(dockerfile|containerfile)(\.|$)/.test(name) || /^\.env(\.|$)/.test(name)) return { openers: [hash] };
  return Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
}

/** The last one on a line: what stands before it can only be within a string or the same comment. */
function findComment(
  line: string,
  keyword: string,
  { openers }: Syntax,
  isInString: ((at: number) => boolean) | undefined,
): Omit<CommentText, 'line'> | undefined {
  const at = line.lastIndexOf(keyword);
  if (at < 0 || !/^\s/.test(line.slice(at + keyword.length, at + keyword.length + 1))) return undefined;
  const before = line.slice(0, at).trimEnd();
  const opener = openers.find(({ text }) => before.endsWith(text));
  if (!opener) return undefined;
  const start = before.length - opener.text.length;
  const code = before.slice(0, start);
  if (opener.needsBlank && !/(^|\s)$/.test(code)) return undefined;
  if (isInString ? isInString(start) : !opener.isMarkup && endsInString(code)) return undefined;
  const rest = line.slice(at + keyword.length, at + keyword.length + maxTextLength);
  const end = opener.closer === undefined ? -1 : rest.indexOf(opener.closer);
  const after = end < 0 ? '' : rest.slice(end + (opener.closer ?? '').length);
  return {
    // A comment in JSX stands in braces.
    isAlone: /^[\s{]*$/.test(code) && /^[\s}]*$/.test(after),
    text: (end < 0 ? rest : rest.slice(0, end)).trim(),
  };
}

/** Of what a comment says. */
const maxTextLength = 1000;

/** Whether a line's start leaves a string open. A quote after a letter is an apostrophe. */
function endsInString(code: string): boolean {
  let quote = '';
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at);
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (/["'`]/.test(character) && !/\w/.test(code.charAt(at - 1))) quote = character;
  }
  return quote !== '';
}

/**
 * Text from a repository or a rule's sentence, made safe for GitHub's Markdown. Whatever it holds, it stays text: no
 * mention, no reference to an issue or a commit, no link, no image, no HTML, no list, no comment that could forge a mark.
 */
export function plain(text: string): string {
  return inline(text).trim().replace(startOfBlock, '$1\\$2');
}

/** As `plain`, for text that does not begin a line. */
function inline(text: string): string {
  return clean(text)
    .replace(/[\\`*_[\]<>|~#$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(references, `$&${wordBreak}`)
    .replace(commits, (commit) => commit.replace(/.{6}(?=.)/g, `$&${wordBreak}`));
}

/** What only the start of a line makes a list, a rule or an underline. */
const startOfBlock = /^(\s*\d*)([-+=.)])/;

/**
 * After which GitHub, or a reader of its mails, would make a link or a picture: of a name, an issue, an address, an
 * emoji. GitHub looks for them in the text that is left when Markdown is done, so that no backslash helps.
 */
const references = /@(?=\w)|:(?=\/\/)|:(?=[\w+-]+:)|\bwww(?=\.)|#(?=\d)|\bGH(?=-\d)/gi;
const commits = /\b[0-9a-f]{7,40}\b/gi;

/** A sentence about code: what stands between backticks is shown as code, the rest as plain text. */
export function sentence(text: string, asCode: (text: string) => string = code): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? asCode(part.slice(1, -1)) : inline(part)))
    .join('')
    .replace(startOfBlock, '$1\\$2');
}

/** Text as inline code within a table, where a bar ends the cell whatever stands before it. */
export function cellCode(text: string): string {
  return code(text.replaceAll('|', '¦'));
}

/** Text as inline code. Nothing in code is a mention or a link. */
export function code(text: string): string {
  const content = clean(text);
  const fence = '`'.repeat(longestRun(content, '`') + 1);
  const pad = content.startsWith('`') || content.endsWith('`') || content.trim() === '' ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** Text as a block of code whose fence no line of it can close. `info` is ours. */
export function block(text: string, info: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}${info}\n${text.replace(unseen, '\uFFFD')}\n${fence}`;
}

/** Cuts text to a length without breaking a character in two. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** One line, without characters that a reader does not see or that turn the direction of reading. */
export function clean(text: string): string {
  return text.replace(/\s+/g, ' ').replace(unseen, '\uFFFD');
}

/**
 * Control characters save tab and line feed, those that a reader does not see or that turn the direction of reading
 * (Unicode's Default_Ignorable_Code_Point), blanks that pass for a letter, and halves of characters. Those that
 * choose the look of an emoji are left.
 */
const unseen =
  /(?![\t\n]|\uFE0E|\uFE0F)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Surrogate}\u2028\u2029\u2800\uFFF9-\uFFFB]/gu;

/** Whether a text holds what a reader does not see, so that it is shown with marks in its place. */
export function hidesSomething(text: string): boolean {
  return text.search(unseen) >= 0;
}

/** Invisible, and breaks what GitHub would make a link of. */
const wordBreak = '\u200B';

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const one of text) {
    run = one === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/**
 * Text from a repository or a rule's sentence, made safe for GitHub's Markdown. Whatever it holds, it stays text: no
 * mention, no reference to an issue, no link, no image, no HTML, no comment that could forge a mark.
 */
export function plain(text: string): string {
  return clean(text)
    .replace(/[\\`*_[\]<>|~#$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/@(?=\w)|:(?=\/\/)|\bwww(?=\.)|#(?=\d)|\bGH(?=-\d)/gi, `$&${wordBreak}`);
}

/** A sentence about code: what stands between backticks is shown as code, the rest as plain text. */
export function sentence(text: string, asCode: (text: string) => string = code): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? asCode(part.slice(1, -1)) : plain(part)))
    .join('');
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

/** Control, zero-width and bidirectional characters, save tab and line feed. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unseen = /[\0-\x08\x0B-\x1F\x7F-\x9F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g;

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

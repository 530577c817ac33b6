import { showControls } from './controls.js';
import { splitCode } from './prose.js';

/**
 * Repository text as plain words within a line of GitHub Markdown: no markup, no HTML, no link, no mention, no reference to
 * an issue. References work on the rendered text, so that entities do not stop them; a blank of no width does.
 */
export function escapeText(text: string): string {
  return showControls(text).replace(active, (mark, reference: string | undefined) =>
    reference === undefined ? toEntities(mark) : `${mark}\u200b`,
  );
}

const markup = '[&<>*_`\\[\\]~|\\\\$^]';
/** What only the start of a line makes a heading, a list, or an underline. */
const atStart = '^(?:[-+=!]|#(?!\\d)|\\d+[.)])';
const references = '@|#(?=\\d)|:(?=//)|\\bwww(?=\\.)|\\bGH(?=-\\d)';
const active = new RegExp(`(${references})|${atStart}|${markup}`, 'gi');

/** Repository text as code within a line, a table cell included. */
export function codeSpan(text: string): string {
  const shown = showControls(text);
  if (shown.trim() === '') return '';
  if (!/[`|\\]/.test(shown)) return `\`${shown}\``;
  return `<code>${toEntities(shown)}</code>`;
}

/** A message: what stands between backticks as code, the rest as plain words. */
export function escapeMessage(message: string): string {
  return splitCode(message)
    .map((piece, index) => (index % 2 === 1 ? codeSpan(piece) : escapeText(piece)))
    .join('');
}

/** A fenced block whose fence is longer than any in the text. */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}${text.endsWith('\n') ? '' : '\n'}${fence}`;
}

/** A link; the label is Markdown already. Blanks, brackets and the like in the address are encoded. */
export function linkTo(label: string, address: string): string {
  const encoded = address.replace(
    /[\s<>()[\]\\`|"']/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${label}](${encoded})`;
}

function toEntities(text: string): string {
  return text.replace(/[^A-Za-z0-9 ]/gu, toEntity);
}

function toEntity(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

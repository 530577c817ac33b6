import { showControls } from './controls.js';
import { parseProse, splitCode, type Block } from './prose.js';

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return showControls(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A message: what stands between backticks as code. */
export function messageHtml(message: string): string {
  return splitCode(message)
    .map((piece, index) => (index % 2 === 1 ? `<code>${escapeHtml(piece)}</code>` : escapeHtml(piece)))
    .join('');
}

/** A rule's own Markdown. */
export function proseHtml(markdown: string): string {
  return parseProse(markdown).map(blockHtml).join('\n');
}

function blockHtml(block: Block): string {
  if (block.kind === 'paragraph') return `<p>${inlineHtml(block.text)}</p>`;
  if (block.kind === 'code')
    return `<pre><code>${block.text.split('\n').map(escapeHtml).join('\n')}</code></pre>`;
  const tag = block.ordered ? 'ol' : 'ul';
  return `<${tag}>${block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join('')}</${tag}>`;
}

function inlineHtml(text: string): string {
  return splitCode(text)
    .map((piece, index) => (index % 2 === 1 ? `<code>${escapeHtml(piece)}</code>` : wordsHtml(piece)))
    .join('');
}

function wordsHtml(text: string): string {
  return escapeHtml(text)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\][]+)\]\((https:\/\/[^\s()]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>');
}

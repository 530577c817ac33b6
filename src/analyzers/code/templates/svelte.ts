import { scanElement, type MarkupElement } from './markup-scan.js';
import type { TemplateTag } from './template.js';

/** The scripts and style sheets of a component; braces in them are no tags. */
export function findSvelteBlocks(text: string): MarkupElement[] {
  const blocks: MarkupElement[] = [];
  const opening = /<(?:script|style)\b/gi;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const element = scanElement(text, match.index);
    blocks.push(element);
    opening.lastIndex = element.content?.end ?? element.end;
  }
  return blocks;
}

/** Finds the tags of Svelte, which are braces: `{escaped}`, `{@html raw}`, `{#each …}`. */
export function findSvelteTags(text: string, blocks: readonly MarkupElement[]): TemplateTag[] {
  const tags: TemplateTag[] = [];
  let next = 0;
  let at = text.indexOf('{');
  while (at >= 0) {
    while ((blocks[next]?.content?.end ?? Infinity) <= at) next++;
    const block = blocks[next];
    if (block && block.start <= at) {
      at = text.indexOf('{', block.content?.end ?? block.end);
      continue;
    }
    const end = closingBrace(text, at);
    if (end < 0) break;
    const inner = text.slice(at + 1, end - 1).trim();
    const raw = /^@html\s/.test(inner);
    tags.push({
      start: at,
      end,
      kind: raw ? 'raw' : /^[#:/@]/.test(inner) ? 'code' : 'escaped',
      expression: raw ? inner.slice(6).trim() : inner,
    });
    at = text.indexOf('{', end);
  }
  return tags;
}

/** The offset after the brace that closes the one at `start`; strings count, -1 where there is none. */
function closingBrace(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
    else if (character === '"' || character === "'" || character === '`') {
      const close = text.indexOf(character, at + 1);
      const line = character === '`' ? -1 : text.indexOf('\n', at + 1);
      // An apostrophe in text between tags is no quote.
      if (close > 0 && (line < 0 || close < line)) at = close;
    }
  }
  return -1;
}

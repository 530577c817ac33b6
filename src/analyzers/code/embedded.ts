import type { GrammarName } from '../syntax/parser.js';
import { templateCalls } from './frameworks/vue.js';
import type { Format } from './language.js';
import {
  attributeOf,
  scanMarkup,
  type MarkupAttribute,
  type MarkupElement,
} from './templates/markup-scan.js';
import { findTags, isScript, mask } from './templates/parse.js';
import type { TemplateTag } from './templates/template.js';

/** The code of a file in which code stands among markup. */
export interface EmbeddedCode {
  readonly grammar: GrammarName;
  /** As long as the file: everything but code is blank, so that offsets, lines and columns are the file's. */
  readonly text: string;
}

/** Text that goes to an offset of the file. */
interface Piece {
  readonly start: number;
  readonly text: string;
}

/**
 * Takes the code out of a file: its scripts, and the expressions in the markup that decide on markup or an address.
 * These are written as functions that hand the expression on, `;()=>ʜ(expression)`, which fits into the room of
 * `v-html="expression"` and is run when the scripts are done. Undefined where there is no code.
 */
export function extractCode(format: Format, text: string): EmbeddedCode | undefined {
  if (format === 'pug') return undefined;
  const tags = format === 'html' ? findForeignTags(text) : findTags(format, text);
  const masked = mask(text, tags);
  const elements = scanMarkup(masked);
  const pieces: Piece[] = [];
  let grammar: GrammarName = 'javascript';
  for (const element of elements) {
    if (element.name === 'script' && element.content && isScript(element)) {
      const code = masked.slice(element.content.start, element.content.end);
      if (code.trim() === '') continue;
      pieces.push({ start: element.content.start, text: code }, { start: element.content.end, text: ';' });
      const lang = attributeOf(element, 'lang') ?? '';
      if (/^(?:ts|typescript)$/.test(lang)) grammar = 'typescript';
      else if (lang === 'tsx' || lang === 'jsx') grammar = 'tsx';
    } else if (format === 'vue' || format === 'html') pieces.push(...vueExpressions(element));
  }
  if (format === 'svelte') pieces.push(...svelteExpressions(tags, elements, text));
  if (pieces.length === 0) return undefined;
  return { grammar, text: place(text, pieces) };
}

function vueExpressions(element: MarkupElement): Piece[] {
  return element.attributes.flatMap((attribute) => {
    const callee = /^v-html$/.test(attribute.name)
      ? templateCalls.vueHtml
      : isAddress(element, attribute.name.replace(/^(?::|v-bind:)/, ''), attribute.name)
        ? templateCalls.link
        : undefined;
    return callee === undefined || !attribute.value ? [] : handedOn(callee, attribute, attribute.value.text);
  });
}

function isAddress(element: MarkupElement, name: string, written: string): boolean {
  if (name === written) return false;
  return name === 'href' ? element.name === 'a' : name === 'src' && element.name === 'iframe';
}

function handedOn(callee: string, attribute: MarkupAttribute, expression: string): Piece[] {
  const start = attribute.value?.start ?? attribute.start;
  return [{ start: start - prefixLength, text: `;()=>${callee}(${expression})` }];
}

const prefixLength = ';()=>x('.length;

function svelteExpressions(
  tags: readonly TemplateTag[],
  elements: readonly MarkupElement[],
  text: string,
): Piece[] {
  const links = new Set(
    elements.flatMap((element) =>
      element.name === 'a'
        ? element.attributes.flatMap(({ name, value }) => (name === 'href' && value ? [value.start] : []))
        : [],
    ),
  );
  return tags.flatMap((tag): Piece[] => {
    const isRaw = tag.kind === 'raw';
    if (!isRaw && !(tag.kind === 'escaped' && links.has(tag.start))) return [];
    const from = text.indexOf(tag.expression, tag.start);
    const callee = isRaw ? templateCalls.svelteHtml : templateCalls.link;
    if (tag.expression === '' || from - prefixLength < 0) return [];
    return [{ start: from - prefixLength, text: `;()=>${callee}(${tag.expression})` }];
  });
}

/** Puts pieces at their offsets and blanks between them. Pieces that do not fit behind one another are left out. */
function place(text: string, pieces: readonly Piece[]): string {
  let placed = '';
  for (const piece of [...pieces].sort((a, b) => a.start - b.start)) {
    if (piece.start < placed.length) continue;
    placed += blanks(text.slice(placed.length, piece.start)) + piece.text;
  }
  placed = placed.slice(0, text.length);
  return placed + blanks(text.slice(placed.length));
}

function blanks(text: string): string {
  return text.replace(/[^\n\r]/g, ' ');
}

/** Longer tags of a language that is not known are none, in characters. */
const maxForeignTag = 2000;

/** Tags of whatever template language an HTML file is written for, so that scripts can be read in spite of them. */
function findForeignTags(text: string): TemplateTag[] {
  const tags: TemplateTag[] = [];
  const pattern = /<%[-=]?|<\?|\{%|\{\{/g;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const opening = match[0];
    const closing = opening.startsWith('<%')
      ? '%>'
      : opening === '<?'
        ? '?>'
        : opening === '{%'
          ? '%}'
          : '}}';
    const rest = text.slice(match.index, match.index + maxForeignTag);
    const close = rest.indexOf(closing, opening.length);
    if (close < 0) continue;
    const end = match.index + close + closing.length;
    const inner = text.slice(match.index, end);
    // Braces are also JavaScript's own.
    if (opening.startsWith('{') && /[\n;]|[^{]\{/.test(inner)) continue;
    const isOutput = /^(?:<%[-=]|\{\{|<\?=)/.test(inner);
    tags.push({ start: match.index, end, kind: isOutput ? 'escaped' : 'code', expression: '' });
    pattern.lastIndex = end;
  }
  return tags;
}

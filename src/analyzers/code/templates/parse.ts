import type { Format } from '../language.js';
import { findEjsTags } from './ejs.js';
import { findHandlebarsTags } from './handlebars.js';
import { scanMarkup, type MarkupElement } from './markup-scan.js';
import { findNunjucksTags } from './nunjucks.js';
import { parsePug } from './pug.js';
import { findSvelteBlocks, findSvelteTags } from './svelte.js';
import type { Output, Place, Template, TemplateTag } from './template.js';

/** Reads a file of markup: its elements, and what its template tags put between them. */
export function parseTemplate(path: string, format: Format, text: string): Template {
  if (format === 'pug') return parsePug(path, text);
  const tags = findTags(format, text);
  const elements = scanMarkup(mask(text, tags));
  const places = placeFinder(elements, text);
  const outputs = tags.flatMap((tag): Output[] =>
    tag.kind === 'code'
      ? []
      : [
          {
            start: tag.start,
            end: tag.end,
            expression: tag.expression,
            escaped: tag.kind === 'escaped',
            place: places(tag),
          },
        ],
  );
  return { path, format, text, outputs, elements };
}

/** The tags of the template language. Which one an HTML file is for is not known, and Vue's own are no concern here. */
export function findTags(format: Format, text: string): TemplateTag[] {
  switch (format) {
    case 'ejs':
      return findEjsTags(text);
    case 'handlebars':
      return findHandlebarsTags(text);
    case 'nunjucks':
      return findNunjucksTags(text);
    case 'svelte':
      return findSvelteTags(text, findSvelteBlocks(text));
    default:
      return [];
  }
}

/** Stands for template tags where markup or code is read; outputs look like a name, code like nothing. */
export function mask(text: string, tags: readonly TemplateTag[]): string {
  let masked = '';
  let at = 0;
  for (const { start, end, kind } of tags) {
    masked += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, kind === 'code' ? ' ' : '_');
    at = end;
  }
  return masked + text.slice(at);
}

/** Tells where in the markup a tag stands; tags come in order. */
function placeFinder(elements: readonly MarkupElement[], text: string): (tag: TemplateTag) => Place {
  let next = 0;
  return ({ start, end }) => {
    while (next < elements.length && endOf(elements[next]) <= start) next++;
    const element = elements[next];
    if (!element || start < element.start) return { kind: 'text' };
    if (start >= element.end) {
      if (element.name === 'style') return { kind: 'style' };
      if (element.name !== 'script' || !isScript(element)) return { kind: 'text' };
      return { kind: 'script', quoted: isQuoted(text, element.end, start) };
    }
    for (const { name, value, quoted } of element.attributes)
      if (value && value.start <= start && end <= value.end + 1) {
        const whole = value.start === start && Math.abs(value.end - end) <= 1;
        return { kind: 'attribute', element: element.name, name: name.toLowerCase(), quoted, whole };
      }
    return { kind: 'text' };
  };
}

function endOf(element: MarkupElement | undefined): number {
  return element?.content?.end ?? element?.end ?? 0;
}

/** Whether a script holds code and not data or a template. */
export function isScript(element: MarkupElement): boolean {
  const type = element.attributes.find((attribute) => attribute.name.toLowerCase() === 'type')?.value?.text;
  return (
    type === undefined ||
    /^(?:|module|(?:text|application)\/(?:java|ecma|x-java)script|text\/(?:babel|jsx|typescript))$/i.test(
      type.trim(),
    )
  );
}

/** Whether an odd number of quotes stands before an offset on its line. */
function isQuoted(text: string, from: number, offset: number): boolean {
  const line = text.slice(Math.max(from, offset - 500), offset).replace(/^[^]*\n/, '');
  return ['"', "'", '`'].some((quote) => line.split(quote).length % 2 === 0);
}

import type { TemplateTag } from './template.js';

/** Finds the tags of Handlebars and Mustache: `{{escaped}}`, `{{{raw}}}`, `{{&raw}}`; blocks, partials and comments are code. */
export function findHandlebarsTags(text: string): TemplateTag[] {
  const tags: TemplateTag[] = [];
  let start = text.indexOf('{{');
  while (start >= 0) {
    const isTriple = text.startsWith('{{{', start);
    const isComment = text.startsWith('{{!--', start);
    const closing = isTriple ? '}}}' : isComment ? '--}}' : '}}';
    const close = text.indexOf(closing, start + 2);
    if (close < 0) break;
    const end = close + closing.length;
    const inner = text
      .slice(start + (isTriple ? 3 : 2), close)
      .replace(/^~|~$/g, '')
      .trim();
    const isRaw = isTriple || inner.startsWith('&');
    const isCode = !isTriple && (/^[#/^!>*=]/.test(inner) || /^else\b/.test(inner));
    tags.push({
      start,
      end,
      kind: isCode || isComment ? 'code' : isRaw ? 'raw' : 'escaped',
      expression: inner.replace(/^&\s*/, ''),
    });
    start = text.indexOf('{{', end);
  }
  return tags;
}

import type { TemplateTag } from './template.js';

/** Finds the tags of EJS: `<%= escaped %>`, `<%- raw %>`, `<% code %>`. */
export function findEjsTags(text: string): TemplateTag[] {
  const tags: TemplateTag[] = [];
  let start = text.indexOf('<%');
  while (start >= 0) {
    if (text.startsWith('<%%', start)) {
      start = text.indexOf('<%', start + 3);
      continue;
    }
    const close = text.indexOf('%>', start + 2);
    if (close < 0) break;
    const end = close + 2;
    const mark = text[start + 2];
    const kind = mark === '-' ? 'raw' : mark === '=' ? 'escaped' : 'code';
    const expression = text
      .slice(start + (kind === 'code' ? 2 : 3), close)
      .replace(/[-_]$/, '')
      .trim();
    tags.push({ start, end, kind, expression: expression.replace(/;$/, '') });
    start = text.indexOf('<%', end);
  }
  return tags;
}

import type { TemplateTag } from './template.js';

const closings: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

/** Finds the tags of Nunjucks: `{{ escaped }}`, `{{ raw | safe }}`, `{% code %}`. */
export function findNunjucksTags(text: string): TemplateTag[] {
  const tags: TemplateTag[] = [];
  let escapes = true;
  const opening = /\{[{%#]/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const closing = closings[match[0]] ?? '}}';
    const close = text.indexOf(closing, match.index + 2);
    if (close < 0) break;
    const end = close + 2;
    const inner = text
      .slice(match.index + 2, close)
      .replace(/^-|-$/g, '')
      .trim();
    const raw = /\|\s*safe\s*$/.exec(inner);
    const switched = match[0] === '{%' ? /^(?:end)?autoescape(?:\s+(\w+))?$/.exec(inner) : undefined;
    if (switched) escapes = switched[1] !== 'false';
    tags.push({
      start: match.index,
      end,
      kind:
        match[0] !== '{{'
          ? 'code'
          : raw || !(escapes || /\|\s*(?:e|escape)\s*$/.test(inner))
            ? 'raw'
            : 'escaped',
      expression: raw ? inner.slice(0, raw.index).trim() : inner,
    });
    opening.lastIndex = end;
  }
  return tags;
}

import type { MarkupAttribute, MarkupElement } from './markup-scan.js';
import type { Output, Place, Template } from './template.js';

interface Line {
  readonly start: number;
  readonly indent: number;
  readonly text: string;
}

const head = /^(?:[\w:-]+|[#.][\w-]+)+/;

/** Reads Pug line by line: what its tags put out, and their attributes. */
export function parsePug(path: string, text: string): Template {
  const outputs: Output[] = [];
  const elements: MarkupElement[] = [];
  let skipBelow = Infinity;
  let scriptBelow = Infinity;
  let attributesEnd = 0;
  for (const line of linesOf(text)) {
    if (line.text === '' || line.start < attributesEnd) continue;
    if (line.indent > skipBelow) continue;
    skipBelow = Infinity;
    if (line.indent <= scriptBelow) scriptBelow = Infinity;
    const inScript = scriptBelow !== Infinity;
    if (!inScript && line.text.startsWith('//')) {
      skipBelow = line.indent;
      continue;
    }
    const start = line.start + line.indent;
    if (inScript) {
      interpolations(line.text, start, true, outputs);
      continue;
    }
    const name = /^[\w:-]+/.exec(line.text)?.[0].toLowerCase() ?? 'div';
    const tag = head.exec(line.text)?.[0] ?? '';
    let rest = tag.length;
    if (tag !== '' && line.text[rest] === '(') {
      const from = start + rest;
      const close = closingBracket(text, from);
      const attributes = attributesOf(text.slice(from + 1, close - 1), from + 1);
      elements.push({ name, start, end: close, attributes });
      outputs.push(...attributeOutputs(name, attributes));
      // Attributes may go over several lines; what follows them is read only where they end on this one.
      rest = close - start;
      attributesEnd = close;
    }
    const tail = rest <= line.text.length ? line.text.slice(rest) : '';
    const code = /^(!)?=\s*(.+)$/.exec(tail);
    const place: Place = name === 'script' ? { kind: 'script', quoted: false } : { kind: 'text' };
    if (code) {
      const from = start + rest;
      outputs.push({
        start: from,
        end: start + line.text.length,
        expression: code[2] ?? '',
        escaped: code[1] === undefined,
        place,
      });
    } else interpolations(tail, start + rest, name === 'script', outputs);
    if (name === 'script') scriptBelow = line.indent;
  }
  return { path, format: 'pug', text, outputs, elements };
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const whole = text.slice(start, end < 0 ? text.length : end).trimEnd();
    const trimmed = whole.trimStart();
    yield { start, indent: whole.length - trimmed.length, text: trimmed };
    if (end < 0) return;
    start = end + 1;
  }
}

function interpolations(text: string, offset: number, inScript: boolean, outputs: Output[]): void {
  const opening = /[#!]\{/g;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (text[match.index - 1] === '\\') continue;
    const close = text.indexOf('}', match.index);
    if (close < 0) return;
    const before = text.slice(0, match.index);
    const quotes = before.match(/["'`]/g)?.length ?? 0;
    outputs.push({
      start: offset + match.index,
      end: offset + close + 1,
      expression: text.slice(match.index + 2, close).trim(),
      escaped: match[0] === '#{',
      place: inScript ? { kind: 'script', quoted: quotes % 2 === 1 } : { kind: 'text' },
    });
    opening.lastIndex = close;
  }
}

function attributeOutputs(element: string, attributes: readonly MarkupAttribute[]): Output[] {
  return attributes.flatMap((attribute) => {
    const value = attribute.value;
    if (!value || attribute.quoted) return [];
    const name = attribute.name.replace(/!$/, '');
    const place: Place = { kind: 'attribute', element, name, quoted: true, whole: true };
    const escaped = !attribute.name.endsWith('!');
    return [{ start: value.start, end: value.end, expression: value.text, escaped, place }];
  });
}

/** `a(href=link, title="x")`: values are expressions; a single string counts as a quoted value. */
function attributesOf(text: string, offset: number): MarkupAttribute[] {
  const attributes: MarkupAttribute[] = [];
  const name = /([\w:@.-]+|"[^"]*"|'[^']*')(!?)\s*(=)?\s*/gy;
  let at = 0;
  while (at < text.length) {
    if (/[\s,]/.test(text.charAt(at))) {
      at++;
      continue;
    }
    name.lastIndex = at;
    const match = name.exec(text);
    if (!match) {
      at++;
      continue;
    }
    const start = offset + at;
    const key = (match[1] ?? '').replace(/^["']|["']$/g, '') + (match[2] ?? '');
    at = name.lastIndex;
    if (!match[3]) {
      attributes.push({ name: key, start, quoted: false });
      continue;
    }
    const end = valueEnd(text, at);
    const written = text.slice(at, end).trim();
    const literal = /^(["'])([^"'#]*)\1$/.exec(written);
    const valueStart = offset + at + (literal ? 1 : 0);
    const value = literal?.[2] ?? written;
    attributes.push({
      name: key,
      start,
      value: { text: value, start: valueStart, end: valueStart + value.length },
      quoted: literal !== null,
    });
    at = end;
  }
  return attributes;
}

/** Where an attribute's expression ends: at a comma, or at a blank before the next name, outside of brackets and quotes. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'" || character === '`') {
      const close = text.indexOf(character, at + 1);
      if (close < 0) return text.length;
      at = close;
    } else if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character)) depth--;
    else if (depth === 0 && (character === ',' || character === '\n')) return at;
    else if (
      depth === 0 &&
      character === ' ' &&
      /^[\w:@.-]+!?\s*(?:=(?!=)|$)/.test(text.slice(at + 1, at + 60))
    )
      return at;
  }
  return text.length;
}

/** Longer lists of attributes are not read, in characters. */
const maxAttributes = 20_000;

function closingBracket(text: string, start: number): number {
  let depth = 0;
  const limit = Math.min(text.length, start + maxAttributes);
  for (let at = start; at < limit; at++) {
    const character = text.charAt(at);
    if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at + 1;
    else if (character === '"' || character === "'" || character === '`') {
      const close = text.indexOf(character, at + 1);
      if (close < 0) return text.length;
      at = close;
    }
  }
  return limit;
}

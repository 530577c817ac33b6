/** An opening tag of HTML. Offsets are those of the text that was scanned. */
export interface MarkupElement {
  /** In lower case. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: readonly MarkupAttribute[];
  /** What stands in a script, a style sheet or the like, which holds no elements. */
  readonly content?: { readonly start: number; readonly end: number };
}

export interface MarkupAttribute {
  /** As written. */
  readonly name: string;
  /** Where the name begins. */
  readonly start: number;
  /** Undefined where there is no value. */
  readonly value?: { readonly text: string; readonly start: number; readonly end: number };
  readonly quoted: boolean;
}

const rawText = new Set(['script', 'style', 'textarea', 'title', 'xmp']);
const nameStart = /[a-z]/i;
const blank = /\s/;

/** Finds the opening tags in a text, in one pass from left to right; never fails. */
export function scanMarkup(text: string): MarkupElement[] {
  const elements: MarkupElement[] = [];
  let at = text.indexOf('<');
  while (at >= 0) {
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      if (end < 0) break;
      at = text.indexOf('<', end);
      continue;
    }
    if (!nameStart.test(text.charAt(at + 1))) {
      at = text.indexOf('<', at + 1);
      continue;
    }
    const element = scanElement(text, at);
    elements.push(element);
    at = text.indexOf('<', element.content?.end ?? element.end);
  }
  return elements;
}

/** Reads one element from its `<` on. */
export function scanElement(text: string, start: number): MarkupElement {
  let at = start + 1;
  while (at < text.length && /[\w:.-]/.test(text.charAt(at))) at++;
  const name = text.slice(start + 1, at).toLowerCase();
  const attributes: MarkupAttribute[] = [];
  while (at < text.length && text[at] !== '>') {
    if (blank.test(text.charAt(at)) || text[at] === '/') at++;
    else {
      const attribute = scanAttribute(text, at);
      attributes.push(attribute.attribute);
      at = attribute.end;
    }
  }
  const end = Math.min(at + 1, text.length);
  if (!rawText.has(name) || text[end - 2] === '/') return { name, start, end, attributes };
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = end;
  return {
    name,
    start,
    end,
    attributes,
    content: { start: end, end: closing.exec(text)?.index ?? text.length },
  };
}

function scanAttribute(text: string, start: number): { attribute: MarkupAttribute; end: number } {
  let at = start + 1;
  while (at < text.length && !/[\s=>/]/.test(text.charAt(at))) at++;
  const name = text.slice(start, at);
  let next = at;
  while (blank.test(text.charAt(next))) next++;
  if (text[next] !== '=') return { attribute: { name, start, quoted: false }, end: at };
  next++;
  while (blank.test(text.charAt(next))) next++;
  const quote = text[next];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, next + 1);
    const end = close < 0 ? text.length : close;
    const value = { text: text.slice(next + 1, end), start: next + 1, end };
    return { attribute: { name, start, value, quoted: true }, end: Math.min(end + 1, text.length) };
  }
  let end = next;
  while (end < text.length && !/[\s>]/.test(text.charAt(end))) end++;
  return {
    attribute: { name, start, value: { text: text.slice(next, end), start: next, end }, quoted: false },
    end: Math.max(end, at + 1),
  };
}

/** The value of an attribute; empty where it has none, undefined where it is not there. */
export function attributeOf(element: MarkupElement, name: string): string | undefined {
  const found = element.attributes.find((attribute) => attribute.name.toLowerCase() === name);
  return found && (found.value?.text ?? '');
}
